// The baseline of the intake: a receiver that reads what Alertmanager sends, answers 200, and does nothing else.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveParent } from '../serve.ts';

let answered = 0;

const calls = {
  open(_input: null): Promise<{ port: number }> {
    const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      request.resume().once('end', () => {
        answered += 1;
        response.end('{}');
      });
    });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as AddressInfo).port }));
    });
  },
  count: (_input: null): number => answered,
};

export type NullReceiver = typeof calls;
serveParent(calls);
