// Reads the body of a request, up to a limit.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerError } from '#lib/door/answer.ts';

export function isJson(request: IncomingMessage): boolean {
  const type = request.headers['content-type'];
  return type !== undefined && /^application\/json\s*(;|$)/i.test(type);
}

/** The body as text; undefined when it is larger than allowed or broke off. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    let first: Buffer | undefined;
    let more: Buffer[] | undefined;
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.pause();
        resolve(undefined);
      } else if (!first) first = chunk;
      else {
        more ??= [first];
        more.push(chunk);
      }
    });
    request.on('end', () =>
      resolve(more ? Buffer.concat(more).toString('utf8') : (first?.toString('utf8') ?? '')),
    );
    request.on('close', () => resolve(undefined));
  });
}

/** The text of a report; undefined when it was refused here, or nobody waits for an answer. */
export async function takeReport(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<string | undefined> {
  if (!isJson(request)) {
    answerError(response, 'unsupported_media_type', 'A report is sent as application/json.');
    return undefined;
  }
  const text = await readBody(request, maxBytes);
  if (text === undefined) refuseBody(response, `A report may have ${maxBytes} bytes.`);
  return text;
}

/** Answers and closes: the rest of the body is not worth reading. */
export function refuseBody(response: ServerResponse, sentence: string): void {
  if (response.destroyed) return;
  answerError(response, 'payload_too_large', sentence, ['Connection', 'close']);
}
