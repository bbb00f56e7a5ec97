// The order gateway as the venue's page works it: what is deployed and broken there is so at real instances, over HTTP, and is mended again.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { SIDES, type Side, serversOf } from '#lib/contract/gateway.ts';
import { OrderGatewayInstance, WELL } from '#sim/order-gateway/instance.ts';
import { startOrderStream } from '#sim/order-gateway/order-stream.ts';
import { type OrderGatewayServer, serveInstance } from '#sim/order-gateway/server.ts';
import { parseServers, type Sides, watchSides } from '#sim/order-gateway/sides.ts';
import { changeSides, sideRows, versionFaultRows } from '#sim/web/sides.ts';

const stops: (() => unknown)[] = [];
const instances = new Map<Side, OrderGatewayInstance[]>();
const servers = new Map<Side, OrderGatewayServer[]>();
let sides: Sides;

beforeAll(async () => {
  for (const side of SIDES) {
    const all = serversOf(side).map((name) => new OrderGatewayInstance(name, 'v1.2.4', Math.random));
    const served = await Promise.all(all.map((one) => serveInstance(one, all, 0)));
    instances.set(side, all);
    servers.set(side, served);
    stops.push(() => Promise.all(served.map((one) => one.close())));
  }
  const list = SIDES.flatMap((side) =>
    serversOf(side).map((name, at) => `${name}=127.0.0.1:${servers.get(side)?.[at]?.port}`),
  ).join(',');
  const orders = startOrderStream(`http://127.0.0.1:${servers.get('green')?.[0]?.port}`, 100);
  stops.push(() => orders.stop());
  sides = watchSides(parseServers(list) ?? {}, orders);
  stops.push(() => sides.stop());
  await vi.waitFor(() => expect(sides.view().every(({ running }) => running !== null)).toBe(true), 5_000);
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

beforeEach(() => {
  for (const all of instances.values()) for (const one of all) one.deploy('v1.2.4');
});

const send = (method: string, path: string, body: object = {}) =>
  changeSides(sides, method, `/order-gateway${path}`, JSON.stringify(body));

test('a version is deployed to both instances of its side and to no other', async () => {
  expect((await send('POST', '/green', { version: ' v1.2.5 ' })).status).toBe(200);
  expect(instances.get('green')?.map(({ version }) => version)).toEqual(['v1.2.5', 'v1.2.5']);
  expect(instances.get('blue')?.map(({ version }) => version)).toEqual(['v1.2.4', 'v1.2.4']);
  expect(sideRows(sides).text).toContain('v1.2.5');
});

test('it is broken as was chosen, both sides each by itself, and mended', async () => {
  expect((await send('POST', '/green/faults/slow', { choice: '30' })).status).toBe(200);
  expect((await send('POST', '/green/faults/failing', {})).status).toBe(200);
  for (const one of instances.get('green') ?? [])
    expect(one.fault).toEqual({ ...WELL, slowness: 1.3, errors: 0.05 });
  expect(instances.get('blue')?.[0]?.fault).toEqual(WELL);
  expect(sideRows(sides).text).toContain('30% slower, 5% fail');
  expect(versionFaultRows(sides).text).toMatch(/data-method="DELETE"[^>]*>Mend green/);
  expect((await send('DELETE', '/green/faults/slow')).status).toBe(200);
  expect((await send('DELETE', '/green/faults/failing')).status).toBe(200);
  expect(instances.get('green')?.[1]?.fault).toEqual(WELL);
});

test('a halted version answers no order, no health check and no scrape, and can be mended', async () => {
  await send('POST', '/green/faults/halted');
  const address = `http://127.0.0.1:${servers.get('green')?.[1]?.port}`;
  for (const path of ['/healthz', '/metrics', '/orders'])
    expect((await fetch(address + path, path === '/orders' ? { method: 'POST' } : {})).status, path).toBe(
      503,
    );
  expect((await send('DELETE', '/green/faults/halted')).status).toBe(200);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
});

test('orders are counted where they were taken', async () => {
  await vi.waitFor(
    () => {
      const [blue, green] = sides.view();
      expect(blue?.rate.perSecond).toBe(0);
      expect(green?.rate.perSecond).toBeGreaterThan(20);
    },
    { timeout: 10_000 },
  );
});

test.each<[string, string, string, object, number]>([
  ['a side there is not', 'POST', '/red', { version: 'v1.2.5' }, 404],
  ['what is no version', 'POST', '/green', { version: '1.2.5' }, 400],
  ['no version', 'POST', '/green', {}, 400],
  ['a fault there is not', 'POST', '/green/faults/constructor', {}, 404],
  ['a share of nothing', 'POST', '/green/faults/failing', { choice: 0 }, 400],
  ['another part', 'POST', '/green/faults/part', { choice: 'engine' }, 400],
  ['another path', 'POST', '/green/other/slow', {}, 404],
  ['another method', 'PUT', '/green/faults/slow', {}, 405],
  ['another method', 'DELETE', '/green', {}, 405],
])('%s (%s %s) changes nothing', async (_what, method, path, body, status) => {
  const answer = await send(method, path, body);
  expect(answer).toMatchObject({ status, body: { error: { message: expect.stringMatching(/\.$/) } } });
  for (const all of instances.values())
    for (const one of all) expect([one.version, one.fault]).toEqual(['v1.2.4', WELL]);
});

test('a side that does not answer says so', async () => {
  const gone = watchSides({ 'blue-1': '127.0.0.1:1' }, undefined);
  expect(await changeSides(gone, 'POST', '/order-gateway/blue', '{"version":"v1.2.5"}')).toMatchObject({
    status: 503,
    body: { error: { message: 'The order gateway on blue does not answer.' } },
  });
  expect(sideRows(gone).text).toContain('does not answer');
  gone.stop();
  expect(await changeSides(undefined, 'GET', '/order-gateway', '')).toMatchObject({ status: 404 });
});

test.each(['', 'blue-1', 'red-1=127.0.0.1:1', 'blue-1=127.0.0.1', 'blue-1=a b:1'])(
  '%j is no list of addresses',
  (text) => {
    expect(parseServers(text)).toBeUndefined();
  },
);
