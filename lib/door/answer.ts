// The answers that every route of a door gives in the same form: JSON and errors.
import type { OutgoingHttpHeader, ServerResponse } from 'node:http';

/** Codes of lib/catalog/errors.ts that a door can give. */
export type DoorErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'invalid_input'
  | 'unavailable'
  | 'internal';

const STATUS: Record<DoorErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  unsupported_media_type: 415,
  invalid_input: 400,
  unavailable: 503,
  internal: 500,
};

/** Answers JSON text, which must be ASCII. `headers` are names and values in turn. */
export function answerJson(
  response: ServerResponse,
  status: number,
  text: string,
  headers: readonly OutgoingHttpHeader[] = [],
): void {
  const length = String(text.length);
  response.writeHead(status, ['Content-Type', 'application/json', 'Content-Length', length, ...headers]);
  response.end(text, 'latin1');
}

/** Answers `{ error: { code, message } }`. `message` is a sentence a person can act on, in ASCII. */
export function answerError(
  response: ServerResponse,
  code: DoorErrorCode,
  message: string,
  headers: readonly OutgoingHttpHeader[] = [],
): void {
  const text = JSON.stringify({ error: { code, message } });
  response.writeHead(STATUS[code], [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(text)),
    'Cache-Control',
    'no-store',
    ...headers,
  ]);
  response.end(text);
}
