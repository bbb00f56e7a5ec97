// The simulated venue on a real edge: orders follow the switches, lagging and silent instances are visible.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

const INSTANCES = 14;
let stage: Stage;
let edge: Running;
let venue: Running;

const until = (check: () => void | Promise<void>, timeout = 12_000) =>
  vi.waitFor(check, { timeout, interval: 20 });
const read = async (path: string) => (await fetch(venue.url + path)).text();

/** Samples of one metric by their labels. */
async function metric(name: string): Promise<Map<string, number>> {
  const lines = (await read('/metrics')).split('\n').filter((line) => line.startsWith(`${name}{`));
  return new Map(
    lines.map((line) => [
      line.slice(name.length + 1, line.lastIndexOf('}')),
      Number(line.slice(line.lastIndexOf(' '))),
    ]),
  );
}

async function orders(route: string): Promise<number> {
  const all = await metric('bulkhead_sim_orders_total');
  return [...all]
    .filter(([labels]) => labels.includes(`"${route}"`))
    .reduce((sum, [, count]) => sum + count, 0);
}

const revisionOf = async (id: string) =>
  (await metric('bulkhead_sim_instance_revision')).get(`instance="${id}"`);
const inMode = async (mode: string) =>
  [...(await metric('bulkhead_sim_instance_mode')).keys()].filter((labels) => labels.includes(`"${mode}"`))
    .length;

function fault(body: object, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  return fetch(`${venue.url}/faults`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Changes switches and waits until every instance's receipt is in the database. */
async function flip(...changes: Parameters<Stage['set']>): Promise<void> {
  const revision = await stage.set(...changes);
  await until(async () => expect(await stage.applied(revision)).toHaveLength(INSTANCES));
}

/** Which routes orders take now, over the next 200 of them. */
async function routesTaken(): Promise<Record<string, number>> {
  const routes = ['internal', 'hl', 'refused'];
  const before = await Promise.all(routes.map(orders));
  let taken: Record<string, number> = {};
  await until(async () => {
    const after = await Promise.all(routes.map(orders));
    taken = Object.fromEntries(
      routes.map((route, index) => [route, (after[index] ?? 0) - (before[index] ?? 0)]),
    );
    expect(Object.values(taken).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(200);
  });
  return taken;
}

beforeAll(async () => {
  stage = await openStage();
  edge = await stage.edge('edge-a');
  venue = await stage.sim(edge, INSTANCES);
  await until(async () => expect((await fetch(`${venue.url}/readyz`)).status).toBe(200));
  await until(async () => expect(await inMode('live')).toBe(INSTANCES));
});

afterAll(() => stage.close());

describe('orders follow the switches', () => {
  it('internalises and routes to HL in the scenario of the demo', async () => {
    const taken = await routesTaken();
    expect(taken.internal).toBeGreaterThan(40);
    expect(taken.hl).toBeGreaterThan(40);
    expect(taken.refused).toBe(0);
  });

  it('internalises nothing once every instance has the threshold of $0', async () => {
    await flip(
      { switch: 'normal_threshold', symbol: 'BTC', value: '0' },
      { switch: 'normal_threshold', symbol: 'ETH', value: '0' },
    );
    expect(await routesTaken()).toMatchObject({ internal: 0, refused: 0 });
    await flip(
      { switch: 'normal_threshold', symbol: 'BTC', value: '5000' },
      { switch: 'normal_threshold', symbol: 'ETH', value: '1000' },
    );
    expect((await routesTaken()).internal).toBeGreaterThan(40);
  });

  it('refuses opens and increases, and lets market orders that reduce pass', async () => {
    await flip({ switch: 'new_orders_enabled', value: false });
    const { refused = 0, internal = 0, hl = 0 } = await routesTaken();
    expect(refused / (refused + internal + hl)).toBeGreaterThan(0.5);
    expect(internal + hl).toBeGreaterThan(30);
    await flip({ switch: 'new_orders_enabled', value: true });
  });

  it('answers 503 on its public API and refuses every order while the API is off', async () => {
    expect((await fetch(`${venue.url}/api/markets`)).status).toBe(200);
    await flip({ switch: 'global_api_enabled', value: false });
    expect((await fetch(`${venue.url}/api/markets`)).status).toBe(503);
    expect(await routesTaken()).toMatchObject({ internal: 0, hl: 0 });
    expect((await fetch(`${venue.url}/`)).status).toBe(200);
    await flip({ switch: 'global_api_enabled', value: true });
  });
});

describe('faults made on purpose', () => {
  it('a slow instance lags, and only it', async () => {
    expect((await fault({ instance: 'router-02', kind: 'slow', ms: 1_500 })).status).toBe(200);
    const revision = await stage.set({ switch: 'normal_threshold', symbol: 'BTC', value: '4000' });
    await until(async () => expect(await stage.applied(revision)).toHaveLength(INSTANCES - 1));
    expect(await stage.applied(revision)).not.toContain('router-02');
    expect(await revisionOf('router-02')).toBeLessThan(revision);
    await until(async () => expect(await stage.applied(revision)).toContain('router-02'));
    const { rows } = await stage.owner.query(
      `SELECT extract(epoch FROM r.received_at - c.committed_at) * 1000 AS ms
         FROM receipts r JOIN change_sets c USING (epoch, revision) WHERE instance_id = 'router-02' AND revision = $1`,
      [revision],
    );
    expect(Number(rows[0]?.ms)).toBeGreaterThan(1_450);
    await fault({ instance: 'router-02', kind: 'none' });
  });

  it('a silent instance holds its values, says nothing, and catches up when it is heard again', async () => {
    const before = await revisionOf('router-03');
    await fault({ instance: 'router-03', kind: 'silent' });
    const revision = await stage.set({ switch: 'normal_threshold', symbol: 'BTC', value: '3000' });
    await until(async () => expect(await stage.applied(revision)).toHaveLength(INSTANCES - 1));
    await until(async () => expect(await inMode('holding')).toBe(1));
    expect(await revisionOf('router-03')).toBe(before);
    const page = await read('/');
    expect(page).toContain('13 of 14 instances in step');
    expect(page).toContain('cut off');
    await fault({ instance: 'router-03', kind: 'none' });
    await until(async () => expect(await stage.applied(revision)).toContain('router-03'));
    await until(async () => expect(await inMode('live')).toBe(INSTANCES));
  });

  it.each([
    ['an unknown instance', { instance: 'router-99', kind: 'none' }, 404],
    ['an unknown kind', { instance: 'router-01', kind: 'weird' }, 400],
    ['no delay', { instance: 'router-01', kind: 'slow' }, 400],
    ['a delay that is no whole number', { instance: 'router-01', kind: 'slow', ms: 1.5 }, 400],
    ['a delay beyond a minute', { instance: 'router-01', kind: 'slow', ms: 60_001 }, 400],
    ['an unknown key', { instance: 'router-01', kind: 'none', extra: 1 }, 400],
  ])('refuses %s', async (_what, body, status) => {
    expect((await fault(body)).status).toBe(status);
    expect(await (await fetch(`${venue.url}/faults`)).json()).toMatchObject({
      'router-01': { kind: 'none' },
    });
  });

  it('refuses what a page of another site could send', async () => {
    expect(
      (await fault({ instance: 'router-01', kind: 'silent' }, { 'content-type': 'text/plain' })).status,
    ).toBe(415);
  });
});

describe('an orderly stop', () => {
  it('says goodbye for every instance', async () => {
    await venue.end('SIGTERM');
    await until(async () => {
      const { rows } = await stage.owner.query(
        'SELECT count(*)::int AS count FROM instances WHERE left_at IS NOT NULL',
      );
      expect(rows[0]?.count).toBe(INSTANCES);
    });
  });
});
