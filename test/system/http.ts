// A plain HTTP client for tests that send what browsers and fetch refuse to send: any method, header or path, as written.
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';

export interface Call {
  method?: string;
  /** As sent: an empty value is sent too. */
  headers?: Readonly<Record<string, string | string[]>>;
  body?: string | Buffer;
  /** Sends the body in chunks without saying how long it is. */
  chunked?: boolean;
  /** Gives up after this long, ms; 20 s unless told. */
  withinMs?: number;
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  /** The body as JSON; undefined when it is not. */
  json: unknown;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends the path exactly as written, so that `..`, `//` and broken escapes arrive. Follows no redirect. */
export function options(base: string, path: string, call: Call): RequestOptions {
  const { hostname, port } = new URL(base);
  return {
    agent,
    host: hostname,
    port,
    family: 4,
    path,
    method: call.method ?? 'GET',
    headers: call.headers ?? {},
  };
}

/** Rejects when the connection breaks or the answer does not end in time; any status is an answer. */
export function call(base: string, path: string, how: Call = {}): Promise<Answer> {
  const limit = how.withinMs ?? 20_000;
  const { body } = how;
  return new Promise((resolve, reject) => {
    const sent = request(options(base, path, how), (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        clearTimeout(bound);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: parsed(text),
        });
      });
    });
    const bound = setTimeout(() => {
      sent.destroy(new Error(`${how.method ?? 'GET'} ${path} was not answered within ${limit} ms`));
    }, limit);
    sent.on('error', (error) => {
      clearTimeout(bound);
      reject(error);
    });
    if (body !== undefined && !how.chunked) sent.setHeader('content-length', Buffer.byteLength(body));
    if (body !== undefined && how.chunked) {
      // One who is refused early may be cut off while it still sends: the answer counts.
      const bytes = Buffer.from(body);
      for (let at = 0; at < bytes.length; at += 65_536) sent.write(bytes.subarray(at, at + 65_536));
      sent.end();
    } else sent.end(body);
  });
}

/** Sends the head and this much of a longer body, and hangs up once that has left. */
export function hangUp(base: string, path: string, headers: Call['headers'], part: string): Promise<void> {
  const how = options(base, path, { method: 'POST', headers: { ...headers, 'content-length': '1000' } });
  return new Promise((resolve) => {
    const sent = request({ ...how, agent: false });
    sent.on('error', () => {});
    sent.on('close', resolve);
    sent.write(part, () => sent.destroy());
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of an error body `{ error: { code, message } }`; undefined when it is not one with a sentence. */
export function errorCode(answer: Answer): string | undefined {
  const { error } = (answer.json ?? {}) as { error?: { code?: unknown; message?: unknown } };
  return typeof error?.code === 'string' && typeof error.message === 'string' && error.message.length > 10
    ? error.code
    : undefined;
}
