// The stream of commands keeps memory bounded: an executor that reads nothing is cut, and begins again when it comes back.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { createKeys } from '#lib/door/keys.ts';
import { createCommandStore, type KnownCommand } from './command-store.ts';
import { createCommandStreams } from './command-stream.ts';
import { createExecutorReports } from './executor-reports.ts';
import { createSnapshotStore } from './snapshot-store.ts';

const KEY = { id: 'k', hash: '', scopes: ['executors:act'], expiresAt: null };
/** More than the system keeps for a connection that nobody reads. */
const LONG = 'x'.repeat(4_000_000);
const COUNT = 4;

function command(nth: number): KnownCommand {
  return {
    ...{ id: `c${nth}`, command: 'close_all_positions', reason: LONG, executorId: null },
    ...{ issuedAt: `2026-11-21T02:00:0${nth}.000Z`, expiresAt: '2026-11-21T03:00:00.000Z' },
  };
}

test('one that reads nothing is cut; when it comes back it begins with the first again', async () => {
  const commands = createCommandStore();
  const keys = createKeys(Date.now, EDGE_SCOPE);
  keys.replace([KEY]);
  const reports = createExecutorReports(() => {});
  const streams = createCommandStreams(createSnapshotStore(), commands, reports, keys, 1_000);
  const server = createServer((request, response) =>
    streams.route.handle(request, response, 'executor-hl', undefined, KEY),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    streams.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;

  const stuck = connect(port, '127.0.0.1');
  stuck.write('GET / HTTP/1.1\r\nHost: edge\r\n\r\n');
  await once(stuck, 'readable');
  // Connected, and nothing is read until all is sent.
  for (let nth = 0; nth < COUNT; nth += 1) commands.add([command(nth)]);
  stuck.resume();
  let got = 0;
  stuck.on('data', (chunk: Buffer) => {
    got += chunk.length;
  });
  stuck.on('error', () => {});
  await once(stuck, 'close');
  expect(got).toBeLessThan(COUNT * LONG.length);

  const back = connect(port, '127.0.0.1');
  onTestFinished(() => void back.destroy());
  back.write('GET / HTTP/1.1\r\nHost: edge\r\n\r\n');
  let head = '';
  for await (const chunk of back.iterator({ destroyOnReturn: false })) {
    head += chunk;
    if (head.includes('\nid: c0\n')) break;
  }
  expect(head).toMatch(/\n: beat\n\nevent: command\nid: c0\n/);
});
