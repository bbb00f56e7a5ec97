// The baseline of every read: a bare node:http server that answers the same bytes and looks at nothing but the path.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveParent } from '../serve.ts';

export interface RawAnswer {
  path: string;
  status: number;
  /** Names and values in turn. */
  headers: readonly string[];
  body: string;
}

const calls = {
  open({ answers }: { answers: readonly RawAnswer[] }): Promise<{ port: number }> {
    const byPath = new Map(answers.map((answer) => [answer.path, answer]));
    const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      const answer = byPath.get(request.url ?? '');
      const give = () => {
        response.writeHead(answer?.status ?? 404, answer?.headers as string[] | undefined);
        response.end(answer?.body, 'latin1');
      };
      // What was sent has to be read, here as by the edge, but is not looked at.
      if (request.method === 'POST') request.resume().once('end', give);
      else give();
    });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as AddressInfo).port }));
    });
  },
};

export type RawServer = typeof calls;
serveParent(calls);
