// Sends a command to the console over HTTP and turns whatever happens into an answer or a failure with its code.
import { ERRORS, type ErrorCode } from '#lib/catalog/errors.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { CliFailure } from './failure.ts';

export interface Door {
  url: string;
  token: string;
}

/** The console gives up after two seconds; the rest is the network's. */
const TIME_LIMIT_MS = 10_000;
/** With these the request never left, so nothing can have happened. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT/;

const HEADER_SAFE = /^[\x21-\x7e]{1,200}$/;

/** Answers the command's answer. Throws CliFailure; `outcome_unknown` names the key to ask again with. */
export async function sendCommand<Answer>(
  door: Door,
  command: string,
  input: unknown,
  idempotencyKey: string,
): Promise<Answer> {
  if (!HEADER_SAFE.test(door.token) || !HEADER_SAFE.test(idempotencyKey)) {
    throw new CliFailure('invalid_input', 'Tokens and keys are printable ASCII without spaces.');
  }
  const response = await post(door, command, input, idempotencyKey);
  const body = await bodyOf(response, idempotencyKey);
  if (response.ok) return body as Answer;
  const { error } = (body ?? {}) as Partial<ErrorBody>;
  const code = error && Object.hasOwn(ERRORS, error.code) ? (error.code as ErrorCode) : 'internal';
  throw new CliFailure(code, error?.message ?? `${door.url} answered ${response.status} and no reason.`);
}

async function post(door: Door, command: string, input: unknown, key: string): Promise<Response> {
  try {
    return await fetch(`${door.url}/api/v1/commands/${command}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${door.token}`,
        'idempotency-key': key,
      },
      body: JSON.stringify(input),
      redirect: 'error',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (code !== undefined && NEVER_SENT.test(code)) {
      throw new CliFailure(
        'unavailable',
        `Bulkhead does not answer at ${door.url} (${code}). Nothing was changed.`,
      );
    }
    throw unknownOutcome(key);
  }
}

/** The body as JSON; undefined when it is something else. */
async function bodyOf(response: Response, key: string): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch {
    throw unknownOutcome(key);
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unknownOutcome(key: string): CliFailure {
  return new CliFailure(
    'outcome_unknown',
    `No answer came back: the change may or may not have happened. Ask again with --idempotency-key ${key}.`,
  );
}
