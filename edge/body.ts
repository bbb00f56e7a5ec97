// Reads the body of a request, up to a limit.
import type { IncomingMessage } from 'node:http';

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
