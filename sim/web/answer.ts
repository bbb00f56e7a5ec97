// A JSON answer of the venue.

export interface Answer {
  status: number;
  body: unknown;
}

export function refuse(status: number, message: string): Answer {
  return { status, body: { error: { message } } };
}
