// Stands for Slack, PagerDuty or somebody's webhook: keeps what comes, and answers as it is told to.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came; tests say what they expect of it
  body: any;
}

/** A status with headers; or what is done with the connection instead of an answer. */
export type Behaviour =
  | { status: number; headers?: Record<string, string>; json?: unknown }
  | 'cut'
  /** Takes it and says nothing until it is released. */
  | 'silent';

export interface Receiver {
  url: string;
  /** All that came, in order, taken or not. */
  received: Received[];
  /** How the next ones are answered; the last stays. */
  answer: (...behaviours: Behaviour[]) => void;
  /** Resolves when so many have come since the start. */
  came: (count: number) => Promise<void>;
  close: () => Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let behaviours: Behaviour[] = [{ status: 200 }];
  const silent = new Set<ServerResponse>();
  const waiting: { count: number; go: () => void }[] = [];

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      received.push({
        ...{ path: request.url ?? '', headers: request.headers },
        body: text === '' ? null : JSON.parse(text),
      });
      const behaviour = (behaviours.length > 1 ? behaviours.shift() : behaviours[0]) ?? { status: 200 };
      if (behaviour === 'cut') response.destroy();
      else if (behaviour === 'silent') silent.add(response);
      else {
        response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers });
        response.end(behaviour.json === undefined ? '' : JSON.stringify(behaviour.json));
      }
      for (const one of waiting) if (received.length >= one.count) one.go();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: (...next) => {
      behaviours = next;
    },
    came: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, go: resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        for (const response of silent) response.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
