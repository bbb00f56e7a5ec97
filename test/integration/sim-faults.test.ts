// The venue broken on purpose, as a real process: each fault shows in its metric and in what the venue then does.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ReportedAlert, ReportedAlerts } from '#lib/contract/intake.ts';
import type { FaultName } from '#sim/faults.ts';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

/** Samples by `name{labels}`. */
type Metrics = ReadonlyMap<string, number>;

let stage: Stage;
let venue: Running;
let intake: Server;
const pushed: ReportedAlert[] = [];

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 25_000, interval: 100 });

async function metrics(): Promise<Metrics> {
  const text = await (await fetch(`${venue.url}/metrics`)).text();
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

const value = (seen: Metrics, name: string) => seen.get(name) ?? Number.NaN;
const refusals = (because: string) => `bulkhead_sim_decisions_total{route="refused",because="${because}"}`;

function order(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(venue.url + path, { method, ...init });
}

async function breaks(name: FaultName, choice: object = {}): Promise<void> {
  const answer = await order('POST', `/faults/${name}`, { body: JSON.stringify(choice) });
  expect(await answer.json()).toMatchObject({ name, on: true });
}

async function mends(name: FaultName): Promise<void> {
  expect(await (await order('DELETE', `/faults/${name}`)).json()).toMatchObject({ name, on: false });
}

async function shows(check: (seen: Metrics) => void): Promise<void> {
  await until(async () => check(await metrics()));
}

/** A counter goes up from where it stands. */
async function grows(name: string): Promise<void> {
  const before = (await metrics()).get(name) ?? 0;
  await shows((seen) => expect(value(seen, name)).toBeGreaterThan(before));
}

beforeAll(async () => {
  intake = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    pushed.push(...(JSON.parse(text) as ReportedAlerts).alerts);
    response.writeHead(202).end();
  });
  intake.listen(0, '127.0.0.1');
  await once(intake, 'listening');
  stage = await openStage();
  venue = await stage.sim(await stage.edge('edge-a'), 7, {
    BULKHEAD_INTAKE_URL: `http://127.0.0.1:${(intake.address() as AddressInfo).port}`,
    BULKHEAD_ALERTS_KEY: stage.key,
    BULKHEAD_SIM_LIQUIDATION_CHECK_SECONDS: '1',
    BULKHEAD_SIM_RECONCILIATION_SECONDS: '1',
    BULKHEAD_SIM_RECONNECT_MOST_SECONDS: '2',
  });
  await until(async () => expect((await fetch(`${venue.url}/readyz`)).status).toBe(200));
});

afterAll(async () => {
  await stage.close();
  intake.closeAllConnections();
  intake.close();
});

describe('the connection to HL', () => {
  it('HL: nothing is filled there while it is down, it is tried again, and it is back by itself', async () => {
    await breaks('hl-disconnected');
    await shows((seen) => {
      expect(value(seen, 'venue_hl_up{channel="ws"}')).toBe(0);
      expect(value(seen, 'venue_hl_up{channel="rest"}')).toBe(0);
      expect(value(seen, 'venue_hl_reconnect_attempts{channel="ws"}')).toBeGreaterThan(1);
    });
    await grows(refusals('disconnected'));
    const before = await metrics();
    await grows('venue_orders_placed_total');
    const after = await metrics();
    for (const [name, count] of after)
      if (name.startsWith('bulkhead_sim_orders_total{route="hl"')) expect(count).toBe(before.get(name));
    expect(await (await fetch(`${venue.url}/`)).text()).toMatch(/down \d+ s, \d+ (try|tries), next in \d+ s/);
    await mends('hl-disconnected');
    await shows((seen) => expect(value(seen, 'venue_hl_up{channel="ws"}')).toBe(1));
    expect(value(await metrics(), 'venue_hl_reconnects_total')).toBe(2);
  });

  it('one channel is enough to stop it', async () => {
    await breaks('hl-disconnected', { channel: 'rest' });
    await shows((seen) => expect(value(seen, 'venue_hl_up{channel="rest"}')).toBe(0));
    expect(value(await metrics(), 'venue_hl_up{channel="ws"}')).toBe(1);
    await grows(refusals('disconnected'));
    await mends('hl-disconnected');
    await shows((seen) => expect(value(seen, 'venue_hl_up{channel="rest"}')).toBe(1));
  });
});

// None of these meets another: they break different parts.
describe.concurrent('the other alerts of manual 1, and of manual 3 what Prometheus reads', () => {
  it('margins fall below their alerts, HL refuses opens, and both are topped up', async () => {
    await breaks('hl-margin-low');
    await breaks('hedge-margin-low');
    await shows((seen) => {
      expect(value(seen, 'venue_margin_ratio{account="hl"}')).toBeLessThan(1.5);
      expect(value(seen, 'venue_margin_ratio{account="hedge"}')).toBeLessThan(2);
    });
    await grows(refusals('hl margin'));
    await mends('hl-margin-low');
    await mends('hedge-margin-low');
    await shows((seen) => {
      expect(value(seen, 'venue_margin_ratio{account="hl"}')).toBeGreaterThan(2);
      expect(value(seen, 'venue_margin_ratio{account="hedge"}')).toBeGreaterThan(2);
    });
  });

  it('the liquidation engine hangs: its health checks fail and accounts under margin pile up', async () => {
    await breaks('liquidation-failing');
    await shows((seen) => {
      expect(value(seen, 'venue_liquidation_checks_failed_total')).toBeGreaterThanOrEqual(5);
      expect(value(seen, 'venue_liquidation_healthy')).toBe(0);
    });
    await shows((seen) => expect(value(seen, 'venue_accounts_under_margin')).toBeGreaterThan(1));
    await breaks('liquidation-failing', { mode: 'executions' });
    await grows('venue_liquidations_failed_total');
    await mends('liquidation-failing');
    await shows((seen) => expect(value(seen, 'venue_liquidation_healthy')).toBe(1));
  });

  it('customers empty the hot wallet, until the treasury answers', async () => {
    await breaks('hot-wallet-low');
    await shows((seen) => expect(value(seen, 'venue_hot_wallet_available_usd')).toBeLessThan(100_000));
    await mends('hot-wallet-low');
    await shows((seen) => expect(value(seen, 'venue_hot_wallet_available_usd')).toBeGreaterThan(180_000));
  });

  it('a symbol is filled away from its price, until it is not routed to HL any more', async () => {
    await breaks('price-deviation');
    const sol = 'venue_order_deviation_ratio{symbol="SOL"}';
    await shows((seen) => expect(value(seen, sol)).toBeGreaterThan(0.05));
    expect(value(await metrics(), 'venue_order_deviation_ratio{symbol="BTC"}')).toBeLessThan(0.01);
    await stage.set({ switch: 'hl_routing_paused_symbols', value: ['SOL'] });
    await shows((seen) => expect(value(seen, sol)).toBeLessThan(0.05));
    await mends('price-deviation');
    await stage.set({ switch: 'hl_routing_paused_symbols', value: [] });
  });

  it("users' assets do not reconcile while a transfer is lost", async () => {
    await breaks('asset-mismatch');
    await shows((seen) => expect(value(seen, 'venue_asset_mismatch_ratio')).toBeGreaterThan(0.001));
    await mends('asset-mismatch');
    await shows((seen) => expect(value(seen, 'venue_asset_mismatch_ratio')).toBeLessThan(0.001));
  });

  it('a silent stream, errors, thin books and a slow HL show in what Prometheus reads', async () => {
    await breaks('stream-interrupted');
    await breaks('order-errors');
    await breaks('fill-rate-low');
    const stream = 'venue_stream_last_message_timestamp_seconds{stream="market-data"}';
    const before = await metrics();
    await shows((seen) => {
      const grown = (what: string) => value(seen, `venue_${what}`) - value(before, `venue_${what}`);
      expect(grown('orders_placed_total')).toBeGreaterThan(200);
      expect(grown('orders_failed_total') / grown('orders_placed_total')).toBeGreaterThan(0.05);
      expect(grown('orders_filled_total') / grown('orders_placed_total')).toBeLessThan(0.9);
      expect(value(seen, stream)).toBe(value(before, stream));
    });
    for (const name of ['stream-interrupted', 'order-errors', 'fill-rate-low'] as const) await mends(name);
    await shows((seen) => expect(value(seen, stream)).toBeGreaterThan(value(before, stream)));
    await breaks('latency-high');
    await shows((seen) => expect(value(seen, 'bulkhead_sim_hl_latency_seconds')).toBeGreaterThan(1));
    await mends('latency-high');
  });
});

describe('what manual 3 has pushed', () => {
  const saidOf = (name: FaultName) =>
    pushed.filter(({ labels }) => labels.alertname === name).map(({ status }) => status);

  it('a lost database refuses every order, and is pushed with its end', async () => {
    await breaks('database-lost');
    await until(() => expect(saidOf('database-lost')).toEqual(['firing']));
    expect(value(await metrics(), 'venue_database_up')).toBe(0);
    await grows(refusals('database'));
    const body = { symbol: 'BTC', side: 'buy', notionalUsd: 100, effect: 'close', type: 'market' };
    const headers = { 'content-type': 'application/json' };
    const answer = await order('POST', '/api/orders', { headers, body: JSON.stringify(body) });
    expect(await answer.json()).toMatchObject({ status: 'refused', because: 'database' });
    await mends('database-lost');
    await until(() => expect(saidOf('database-lost')).toEqual(['firing', 'resolved']));
  });

  it('a drawdown of 3% trips the breaker, which halts opens until people resume; it is pushed with its end', async () => {
    await breaks('drawdown-breaker');
    await until(() => expect(saidOf('drawdown-breaker')).toEqual(['firing']));
    const seen = await metrics();
    expect(value(seen, 'venue_drawdown_ratio')).toBeGreaterThan(0.03);
    expect(value(seen, 'venue_circuit_breaker_tripped')).toBe(1);
    await grows(refusals('circuit breaker'));
    await mends('drawdown-breaker');
    await until(() => expect(saidOf('drawdown-breaker')).toEqual(['firing', 'resolved']));
    expect(value(await metrics(), 'venue_circuit_breaker_tripped')).toBe(1);
  });
});

describe('the canary of manual 5', () => {
  it('runs when it is started, shows its loss, and is pushed when it strays; it ends with the strategies', async () => {
    expect(value(await metrics(), 'venue_canary_active')).toBe(0);
    expect((await order('POST', '/canary')).status).toBe(200);
    await breaks('canary-loss');
    await breaks('canary-unauthorized');
    await shows((seen) => expect(value(seen, 'venue_canary_pnl_usd')).toBeLessThan(-50));
    await until(() => expect(pushed.at(-1)).toMatchObject({ labels: { alertname: 'canary-unauthorized' } }));
    await stage.set({ switch: 'strategies_enabled', value: false });
    await shows((seen) => expect(value(seen, 'venue_canary_active')).toBe(0));
    await until(() => expect(pushed.at(-1)).toMatchObject({ status: 'resolved' }));
    await mends('canary-loss');
    await mends('canary-unauthorized');
    await stage.set({ switch: 'strategies_enabled', value: true });
  });
});

describe('what the criteria of canaries look at', () => {
  const grown = (after: Metrics, before: Metrics, name: string) => value(after, name) - value(before, name);

  it('the share that is chosen of its requests fails; a critical error ends it', async () => {
    expect((await order('POST', '/canary')).status).toBe(200);
    await breaks('canary-errors', { percent: 40 });
    const before = await metrics();
    await shows((seen) => {
      const requests = grown(seen, before, 'venue_canary_requests_total');
      expect(requests).toBeGreaterThan(30);
      const failed = grown(seen, before, 'venue_canary_errors_total') / requests;
      expect(failed).toBeGreaterThan(0.2);
      expect(failed).toBeLessThan(0.6);
    });
    await mends('canary-errors');
    await breaks('canary-stops');
    await shows((seen) => {
      expect(grown(seen, before, 'venue_canary_critical_errors_total')).toBe(1);
      expect(value(seen, 'venue_canary_active')).toBe(0);
    });
    await mends('canary-stops');
  });

  it('a demo bot that stops does nothing until it is mended, and then starts anew', async () => {
    const before = await metrics();
    await breaks('demo-stops');
    await shows((seen) => {
      expect(grown(seen, before, 'venue_demo_critical_errors_total')).toBe(1);
      expect(value(seen, 'venue_demo_running_seconds')).toBe(0);
    });
    await mends('demo-stops');
    await shows((seen) => {
      expect(value(seen, 'venue_demo_running_seconds')).toBeGreaterThan(0);
      expect(value(seen, 'venue_demo_running_seconds')).toBeLessThan(
        value(before, 'venue_demo_running_seconds'),
      );
    });
  });

  it('hedges are instructed that no threshold asked for', async () => {
    await stage.set({ switch: 'hedge_enabled', value: true }, { switch: 'hedge_execution', value: 'log' });
    await breaks('hedge-wrong');
    await grows('venue_hedge_instructions_wrong_total');
    await mends('hedge-wrong');
  });
});

describe('what is asked wrongly', () => {
  const foreign = { headers: { origin: 'http://evil.example' } };
  it.each<[string, string, string, RequestInit, number]>([
    ['a fault there is not', 'POST', '/faults/coffee-machine', {}, 404],
    ['a name of every object', 'POST', '/faults/constructor', {}, 404],
    ['another method', 'PUT', '/faults/hl-disconnected', {}, 405],
    ['what is no JSON', 'POST', '/faults/hl-disconnected', { body: '{' }, 400],
    ['what is no object', 'POST', '/faults/hl-disconnected', { body: '[]' }, 400],
    ['a channel there is not', 'POST', '/faults/hl-disconnected', { body: '{"channel":"smoke"}' }, 400],
    ['another choice', 'POST', '/faults/hl-disconnected', { body: '{"symbol":"BTC"}' }, 400],
    ['a choice where there is none', 'POST', '/faults/fill-rate-low', { body: '{"symbol":"BTC"}' }, 400],
    ['a share of nothing', 'POST', '/faults/order-errors', { body: '{"percent":0}' }, 400],
    ['a share above all', 'POST', '/faults/order-errors', { body: '{"percent":101}' }, 400],
    ['a share in words', 'POST', '/faults/order-errors', { body: '{"percent":"half"}' }, 400],
    ['a body that is too large', 'POST', '/faults/order-errors', { body: ' '.repeat(10_001) }, 413],
    ['a page of another site', 'POST', '/faults/hl-disconnected', foreign, 403],
    ['a page of another site', 'DELETE', '/faults/hl-disconnected', foreign, 403],
    ['a page of another site', 'POST', '/canary', foreign, 403],
    ['a page of another site', 'POST', '/order-gateway/green', foreign, 403],
    ['an order gateway there is not', 'GET', '/order-gateway', {}, 404],
    ['another method', 'GET', '/canary', {}, 405],
    ['another method', 'DELETE', '/reconciliation', {}, 405],
  ])('%s (%s %s) changes nothing', async (_what, method, path, init, status) => {
    const answer = await order(method, path, init);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { message: expect.stringMatching(/\.$/) } });
    const now = (await (await fetch(`${venue.url}/faults`)).json()) as Record<string, { on?: boolean }>;
    expect(Object.values(now).filter(({ on }) => on)).toEqual([]);
  });
});
