// Asks the console over HTTP and turns whatever happens into an answer or a failure with its code.
import { ERRORS, type ErrorCode } from '#lib/catalog/errors.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { Door } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError } from './output.ts';
import { askCode, canAsk } from './terminal.ts';

/** The console gives up after two seconds; the rest is the network's. */
const TIME_LIMIT_MS = 10_000;
/** With these the request never left, so nothing can have happened. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|^(UNABLE_TO_|ERR_TLS|ERR_SSL)/;
const HEADER_SAFE = /^[\x21-\x7e]{1,200}$/;
const TOTP = /^\d{6}$/;
const CODE_ATTEMPTS = 3;

export interface Sent {
  command: string;
  input: unknown;
  idempotencyKey: string;
  /** What else has to be typed to ask the very same again. */
  again?: string;
  /** Of what is not done twice, in place of asking the very same again: where one sees whether it happened. */
  look?: string;
}

/** Answers the command's answer. Throws CliFailure; `outcome_unknown` says how to ask again. */
export async function sendCommand<Answer>(door: Door, sent: Sent): Promise<Answer> {
  headerSafe(door.token, sent.idempotencyKey);
  let code = door.totp;
  for (let attempt = 1; ; attempt += 1) {
    if (code !== undefined && !TOTP.test(code)) {
      throw new CliFailure('invalid_input', 'The code of the authenticator app has six digits.');
    }
    const response = await post(door, sent, code);
    const body = await bodyOf(response, () => unknownOutcome(sent));
    if (response.ok && body !== undefined) return body as Answer;
    const failure = response.ok
      ? unknownOutcome(sent)
      : failureOf(door, response, body, unknownOutcome(sent));
    if (failure.code !== 'step_up_required' || attempt > CODE_ATTEMPTS) throw failure;
    if (!takesCode(body)) {
      throw new CliFailure(failure.code, `${failure.message} Only a passkey can: do it in the console.`);
    }
    if (!canAsk()) {
      throw new CliFailure(failure.code, `${failure.message} Give the code of your app with --totp.`);
    }
    printError(failure.message);
    code = await askCode();
  }
}

/** Answers the body of a read. Parameters that are undefined are left out. Throws CliFailure. */
export async function askRead<Body>(
  door: Door,
  read: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): Promise<Body> {
  const response = await get(door, read, query, AbortSignal.timeout(TIME_LIMIT_MS));
  const body = await bodyOf(response, () => lost(door, new Error('broken off')));
  if (response.ok && typeof body === 'object' && body !== null) return body as Body;
  throw response.ok
    ? new CliFailure('internal', `${door.url} answered something that is not Bulkhead's.`)
    : failureOf(door, response, body, lost(door, new Error('no answer')));
}

/** The open answer of a GET under /api/v1. Throws CliFailure unless it is a success. */
export async function openBody(
  door: Door,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Response> {
  const response = await get(door, path, query, signal);
  if (response.ok) return response;
  const body = await bodyOf(response, () => lost(door, new Error('broken off')));
  throw failureOf(door, response, body, lost(door, new Error('no answer')));
}

/** Whether a six-digit code would do: the refusal names the ways this person has. */
function takesCode(body: unknown): boolean {
  const methods = ((body ?? {}) as Partial<ErrorBody>).error?.details?.methods;
  return !Array.isArray(methods) || methods.includes('totp');
}

async function get(
  door: Door,
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
  signal: AbortSignal,
): Promise<Response> {
  headerSafe(door.token);
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const search = given.length > 0 ? `?${new URLSearchParams(given)}` : '';
  try {
    return await fetch(`${door.url}/api/v1/${path}${search}`, {
      headers: { authorization: `Bearer ${door.token}` },
      // A token follows no redirect.
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    throw lost(door, error);
  }
}

async function post(door: Door, sent: Sent, code: string | undefined): Promise<Response> {
  try {
    return await fetch(`${door.url}/api/v1/commands/${sent.command}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${door.token}`,
        'idempotency-key': sent.idempotencyKey,
        ...(code === undefined ? {} : { 'bulkhead-step-up': `totp ${code}` }),
      },
      body: JSON.stringify(sent.input),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
  } catch (error) {
    const { why, sent: left } = noAnswer(error);
    if (left) throw unknownOutcome(sent);
    throw new CliFailure(
      'unavailable',
      `Bulkhead does not answer at ${door.url} (${why}). Nothing was changed.`,
    );
  }
}

function headerSafe(...values: string[]): void {
  if (!values.every((value) => HEADER_SAFE.test(value))) {
    throw new CliFailure('invalid_input', 'Tokens and keys are printable ASCII without spaces.');
  }
}

function causeOf(error: unknown): string | undefined {
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  return code;
}

/** Why something did not answer, and whether what was sent may have arrived all the same. */
export function noAnswer(error: unknown): { why: string; sent: boolean } {
  const code = causeOf(error);
  const { name, message } = error as Error;
  return {
    why: code ?? (name === 'TimeoutError' ? 'it takes too long' : message),
    sent: code === undefined || !NEVER_SENT.test(code),
  };
}

function lost(door: Door, error: unknown): CliFailure {
  return new CliFailure('unavailable', `Bulkhead does not answer at ${door.url} (${noAnswer(error).why}).`);
}

/** The body as JSON; undefined when it is something else. */
async function bodyOf(response: Response, brokenOff: () => CliFailure): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch {
    throw brokenOff();
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The server's own word, or, from something that stands before it, what its status means. `unanswered`: no word at all. */
function failureOf(door: Door, response: Response, body: unknown, unanswered: CliFailure): CliFailure {
  const { error } = (body ?? {}) as Partial<ErrorBody>;
  if (typeof error?.code === 'string') {
    const code = Object.hasOwn(ERRORS, error.code) ? (error.code as ErrorCode) : 'internal';
    return new CliFailure(code, String(error.message));
  }
  const { status } = response;
  if (status >= 300 && status < 400) {
    return new CliFailure(
      'unavailable',
      `${door.url} sends elsewhere (${response.headers.get('location') ?? status}): give the address itself.`,
    );
  }
  // A gateway that heard nothing from the console does not know what the console did.
  if (status === 502 || status === 504) return unanswered;
  return new CliFailure(
    status === 503 ? 'unavailable' : 'internal',
    `${door.url} answered ${status} and no reason.`,
  );
}

function unknownOutcome({ idempotencyKey, again, look }: Sent): CliFailure {
  const next = look ?? `Ask again with ${again ? `${again} ` : ''}--idempotency-key ${idempotencyKey}.`;
  return new CliFailure(
    'outcome_unknown',
    `No answer came back: the change may or may not have happened. ${next}`,
  );
}
