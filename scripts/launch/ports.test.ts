// Ports: each that cannot be had is named together with the variable that moves it.
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { checkPorts } from './ports.ts';
import { readSettings, type Settings } from './settings.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function taken(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

function settings(ports: Partial<Settings['ports']>): Settings {
  const base = readSettings([], {});
  return { ...base, ports: { ...base.ports, ...ports } };
}

test('a taken port is named with its variable', async () => {
  const port = await taken();
  await expect(checkPorts(settings({ edge: port }), ['edge'])).rejects.toThrow(
    `Port ${port} (edge) is taken by another program. Set BULKHEAD_EDGE_PORT to a free one.`,
  );
});

test('all that is wrong is said at once, also two processes on one port', async () => {
  const [first, second] = [await taken(), await taken()];
  const failure = checkPorts(settings({ console: first, sim: second, worker: second }), [
    'console',
    'sim',
    'worker',
  ]);
  await expect(failure).rejects.toThrow(
    [
      `Port ${first} (console) is taken by another program. Set BULKHEAD_PORT to a free one.`,
      `Port ${second} (sim) is taken by another program. Set BULKHEAD_SIM_PORT to a free one.`,
      `BULKHEAD_SIM_PORT and BULKHEAD_WORKER_PORT are both ${second}. Give each a port of its own.`,
    ].join('\n'),
  );
});

test('free ports pass', async () => {
  const port = await taken();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  await checkPorts(settings({ console: port }), ['console']);
});
