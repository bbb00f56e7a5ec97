// SDK clients against real edge processes on a real database: receipts, fail-over, a killed edge, a lost database.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bulkhead } from '#sdk/api.ts';
import { createBulkhead } from '#sdk/client.ts';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

/** Nothing listens on port 1 of the loopback: a database that is down. */
const NO_DATABASE = 'postgresql://bulkhead_edge:none@127.0.0.1:1/none';

let stage: Stage;
let first: Running;
let second: Running;
const started: Bulkhead[] = [];

function start(instanceId: string, ...edges: Running[]): Bulkhead {
  const addresses = edges.map((edge) => edge.url);
  const bulkhead = createBulkhead({ edges: addresses, apiKey: stage.key, service: 'test', instanceId });
  started.push(bulkhead);
  return bulkhead;
}

const until = (check: () => void | Promise<void>, timeout = 8_000) =>
  vi.waitFor(check, { timeout, interval: 10 });
const reach = (bulkhead: Bulkhead, revision: number) =>
  until(() => expect(bulkhead.status()).toMatchObject({ revision, mode: 'live' }));

beforeAll(async () => {
  stage = await openStage();
  first = await stage.edge('edge-a');
  second = await stage.edge('edge-b');
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((bulkhead) => bulkhead.close()));
});

afterAll(() => stage.close());

describe('a fleet on one edge', () => {
  it('has each change in every instance, and the proof in the database', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `fleet-${String(index).padStart(2, '0')}`);
    const fleet = names.map((name) => start(name, first));
    await Promise.all(fleet.map((bulkhead) => until(() => expect(bulkhead.mode()).toBe('live'))));
    const revision = await stage.set({ switch: 'normal_threshold', symbol: 'BTC', value: '4000' });
    await Promise.all(fleet.map((bulkhead) => reach(bulkhead, revision)));
    expect(fleet.map((bulkhead) => bulkhead.get('normal_threshold', 'BTC'))).toEqual(names.map(() => '4000'));
    await until(async () => expect(await stage.applied(revision)).toEqual(names));
  });

  it('says goodbye in order', async () => {
    const bulkhead = start('leaver', first);
    await until(() => expect(bulkhead.mode()).toBe('live'));
    await bulkhead.close();
    await until(async () => {
      const { rows } = await stage.owner.query(`SELECT left_at FROM instances WHERE id = 'leaver'`);
      expect(rows[0]?.left_at).toBeInstanceOf(Date);
    });
  });

  it('is refused with a wrong key, stays empty, and says why', async () => {
    const bulkhead = createBulkhead({
      edges: [first.url],
      apiKey: 'bhk_wrong',
      service: 'test',
      instanceId: 'stranger',
    });
    started.push(bulkhead);
    await until(() => expect(bulkhead.status().lastTrouble).toContain('answered 401'));
    expect(bulkhead.mode()).toBe('empty');
    expect(bulkhead.mayOpen()).toBe(false);
  });
});

describe('an edge that is killed', () => {
  it('is replaced by the next one, which knows where the instance stands', async () => {
    const bulkhead = start('two-edges', first, second);
    await until(() => expect(bulkhead.mode()).toBe('live'));
    await first.end('SIGKILL');
    await until(() => expect(bulkhead.status()).toMatchObject({ edge: second.url, connected: true }));
    const revision = await stage.set({ switch: 'normal_threshold', symbol: 'BTC', value: '3000' });
    await reach(bulkhead, revision);
    await until(async () => expect(await stage.applied(revision)).toContain('two-edges'));
    first = await stage.edge('edge-a', { port: first.port });
  });

  it('leaves its instances with their values, and gives them what they missed when it is back', async () => {
    const bulkhead = start('one-edge', first);
    await reach(bulkhead, await stage.set({ switch: 'normal_threshold', symbol: 'BTC', value: '2500' }));
    await first.end('SIGKILL');
    const revision = await stage.set({ switch: 'normal_threshold', symbol: 'BTC', value: '2000' });
    expect(bulkhead.get('normal_threshold', 'BTC')).toBe('2500');
    first = await stage.edge('edge-a', { port: first.port });
    await reach(bulkhead, revision);
    expect(bulkhead.get('normal_threshold', 'BTC')).toBe('2000');
  });
});

describe('a database that is down', () => {
  it('does not keep a brand-new instance from the last snapshot, which the edge has on disk', async () => {
    const revision = await stage.set({ switch: 'normal_threshold', symbol: 'BTC', value: '1000' });
    await reach(start('witness', second), revision);
    await second.end('SIGTERM');
    second = await stage.edge('edge-b', { port: second.port, databaseUrl: NO_DATABASE });
    const bulkhead = start('newcomer', second);
    await reach(bulkhead, revision);
    expect(bulkhead.mayOpen()).toBe(true);
    expect(bulkhead.get('normal_threshold', 'BTC')).toBe('1000');
    expect(bulkhead.status().edgeDataAgeMs ?? 0).toBeGreaterThanOrEqual(0);
  });
});
