// A console that answers what a test says and keeps what it was asked, for tests of the command line.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string | undefined;
  /** Path and query as they came. */
  url: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** A JSON body with its status; or a word on the wire itself. */
export type Answer = { status: number; body: unknown } | ((response: ServerResponse, asked: Asked) => void);

export interface ScriptedConsole {
  url: string;
  asked: Asked[];
  /** What a path under /api/v1 (without its query) answers; what is not named here is 404. */
  answers: Record<string, Answer>;
  close(): Promise<void>;
}

export async function scriptedConsole(): Promise<ScriptedConsole> {
  const asked: Asked[] = [];
  const script: ScriptedConsole = { url: '', asked, answers: {}, close: async () => {} };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method, headers, url = '' } = request;
    const one = { method, url, headers, body: text === '' ? undefined : JSON.parse(text) };
    asked.push(one);
    const path = url.split('?')[0]?.replace('/api/v1/', '') ?? '';
    const answer = script.answers[path] ?? refused('not_found', 404, 'There is no such read.');
    if (typeof answer === 'function') answer(response, one);
    else response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  script.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  script.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return script;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function refused(code: string, status: number, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

/** Cuts the connection without a word. */
export const hangUp: Answer = (response) => {
  response.socket?.destroy();
};

/** Nobody answers here: a port that is never handed out, so no other test comes to listen on it. */
export const CLOSED_URL = 'http://127.0.0.1:2';
