// A cable to the database that does something of its own to the next COMMIT: holds it back, or swallows its answer.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface CommitCable {
  /** The database's address by way of this cable. */
  url: string;
  /** `hold`: the next COMMIT stays in the cable. `silence`: it arrives, and nothing comes back. */
  next(fate: 'hold' | 'silence'): void;
  /** Whether a COMMIT met its fate. */
  met(): boolean;
  /** Lets the held COMMIT arrive. */
  release(): void;
}

export async function layCommitCable(databaseUrl: string): Promise<CommitCable> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let fate: 'hold' | 'silence' | undefined;
  let met = false;
  let release = () => {};

  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    let [held, silent] = [false, false];
    let waiting: Buffer[] = [];
    near.on('data', (bytes) => {
      if (fate && bytes.includes('COMMIT')) {
        held = fate === 'hold';
        silent = true;
        fate = undefined;
        met = true;
        release = () => {
          held = false;
          for (const piece of waiting) far.write(piece);
          waiting = [];
        };
      }
      if (held) waiting.push(bytes);
      else far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (!silent) near.write(bytes);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      // The end of a held or silenced connection must not reach the server: the network has lost it.
      one.on('close', () => {
        sockets.delete(one);
        if (!silent) other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    next(wanted) {
      [fate, met] = [wanted, false];
    },
    met: () => met,
    release: () => release(),
  };
}
