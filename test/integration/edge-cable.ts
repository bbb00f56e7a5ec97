// A cable between an edge and its database that a test can cut, freeze and mend.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Cable {
  /** The database's address by way of this cable. */
  url: string;
  /** Ends all connections and takes no new ones. */
  cut(): void;
  /** Lets no byte through any more, and says nothing about it: a server that hangs. */
  freeze(): void;
  mend(): void;
  /** For a cable that outlives one test; others are taken up when their test has finished. */
  takeUp(): void;
}

export async function layCable(databaseUrl: string, within: 'test' | 'file' = 'test'): Promise<Cable> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let state: 'whole' | 'cut' | 'frozen' = 'whole';

  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (state === 'whole') to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function endAll(): void {
    for (const socket of sockets) socket.destroy();
  }
  const takeUp = () => {
    endAll();
    server.close();
  };
  if (within === 'test') onTestFinished(takeUp);

  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut() {
      state = 'cut';
      endAll();
    },
    freeze() {
      state = 'frozen';
    },
    takeUp,
    mend() {
      // What was swallowed cannot be made up for: connections of the frozen time end.
      endAll();
      state = 'whole';
    },
  };
}
