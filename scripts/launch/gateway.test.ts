// The gateway of one installation: its own ports, a configuration that HAProxy itself accepts, and what is said without it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SERVERS } from '#lib/contract/gateway.ts';
import { findProgram, HAPROXY } from '#scripts/programs.ts';
import type { DataFolder } from './data-folder.ts';
import { planGateway } from './gateway.ts';
import { readSettings } from './settings.ts';

const program = findProgram(HAPROXY);
let folder: string;
let data: DataFolder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-gateway-'));
  mkdirSync(join(folder, 'ops'));
  data = { path: folder, file: (...parts: string[]) => join(folder, ...parts) } as unknown as DataFolder;
});
afterEach(() => rmSync(folder, { recursive: true }));

test.skipIf(program === undefined)(
  'HAProxy accepts what is written, for four servers and this edge',
  async () => {
    const { plans, agentPort, servers, missing } = await planGateway(readSettings([], {}), data, {
      apiKeys: { 'switches:read': 'a key' },
    });
    expect([missing, plans.map(({ name }) => name)]).toEqual([
      ...[undefined, ['order-gateway-blue', 'order-gateway-green', 'haproxy']],
    ]);
    expect(Object.keys(servers)).toEqual(SERVERS);
    expect(new Set(Object.values(servers)).size).toBe(SERVERS.length);
    expect(plans[0]?.env).toMatchObject({
      ...{ BULKHEAD_EDGE_URL: 'http://127.0.0.1:3001', BULKHEAD_EDGE_KEY: 'a key' },
    });
    const file = join(folder, 'ops', 'haproxy.cfg');
    const text = readFileSync(file, 'utf8');
    for (const name of SERVERS) {
      expect(text).toContain(`server ${name} ${servers[name]} weight 100 `);
      expect(text).toContain(`agent-port ${agentPort} agent-inter 500ms agent-send "${name}\\n" disabled`);
    }
    const checked = spawnSync(program ?? '', ['-c', '-f', file], { encoding: 'utf8' });
    expect(checked.status, checked.stderr).toBe(0);
  },
);

test.skipIf(program === undefined)('a port that somebody asked for and cannot have is told', async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = server.address() as { port: number };
  const settings = readSettings([], { BULKHEAD_GATEWAY_PORT: String(port) });
  await expect(planGateway(settings, data, null)).rejects.toThrow(/BULKHEAD_GATEWAY_PORT.*is taken/);
  server.close();
});

test('told to start none, or in production, it starts none; an edge is told a port all the same', async () => {
  const off = await planGateway(
    readSettings([], { BULKHEAD_GATEWAY: 'false', BULKHEAD_AGENT_PORT: '4005' }),
    data,
    null,
  );
  expect(off).toEqual({ plans: [], agentPort: 4005, url: null, statsSocket: null, servers: {} });
});
