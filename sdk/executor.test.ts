// An executor at edges that answer nothing but trouble: what its owner's code throws does not end it.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createExecutor, type ExecutorOptions } from './executor.ts';

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function options(edge: string, more: Partial<ExecutorOptions> = {}): ExecutorOptions {
  return {
    ...{ edges: [edge], apiKey: 'bhk_test', executorId: 'executor-hl' },
    carryOut: async () => {},
    state: () => ({ connected: true, openOrders: 0, positions: [], breakers: [] }),
    ...more,
  };
}

test('an onTrouble that throws does not keep it from connecting again', async () => {
  let streams = 0;
  const url = await listen(
    createServer((request, response) => {
      if (request.method === 'GET') streams += 1;
      response.writeHead(503).end();
    }),
  );
  const onTrouble = vi.fn(() => {
    throw new Error('the logger is gone');
  });
  const executor = createExecutor(options(url, { onTrouble }));
  await vi.waitFor(() => expect(streams).toBeGreaterThan(2), { timeout: 10_000 });
  expect(onTrouble).toHaveBeenCalled();
  await executor.close();
});

test.each([0, -1, Number.NaN, 2 ** 31])('a time limit of %s ms is refused', (withinMs) => {
  expect(() => createExecutor(options('http://127.0.0.1:1', { withinMs }))).toThrow('withinMs');
});
