// An instance of the order gateway: orders go where the switches let them, a refused one is no error, and each fault shows in the metrics.
import { expect, test } from 'vitest';
import { type Matrix, readerOf } from '#lib/rules/changes/matrix.ts';
import type { Order } from '#lib/rules/venue/route-order.ts';
import { seededRandom } from '../models/random.ts';
import { OrderGatewayInstance } from './instance.ts';

const OPEN: Order = { symbol: 'BTC', notionalUsd: 500, effect: 'open', type: 'market' };

function instanceWith(matrix: Matrix) {
  const instance = new OrderGatewayInstance('green-1', 'v1.2.5', seededRandom(1), () => readerOf(matrix));
  const figure = async (line: string) =>
    Number(new RegExp(`^${line.replaceAll(/[{}]/g, '\\$&')} (.*)$`, 'm').exec(await instance.metrics())?.[1]);
  return { instance, figure };
}

// biome-ignore format: a row a line
test.each<[string, Matrix, Partial<Order>, string]>([
  ['HL_MODE', { global_betting_enabled: { value: true }, routing_mode: { value: 'HL_MODE' } }, {}, 'hl'],
  ['NORMAL_MODE', { global_betting_enabled: { value: true }, routing_mode: { value: 'NORMAL_MODE' } }, {}, 'internal'],
  ['a paused open', { new_orders_enabled: { value: false } }, {}, 'refused'],
  ['a close while opens are paused', { new_orders_enabled: { value: false } }, { effect: 'close' }, 'hl'],
  ['level 3', { global_api_enabled: { value: false } }, { effect: 'close' }, 'refused'],
])('%s', async (_what, matrix, change, route) => {
  const { instance, figure } = instanceWith(matrix);
  expect(instance.take({ ...OPEN, ...change })).toMatchObject({ route, ok: true });
  expect(await figure(`order_gateway_orders_routed_total{route="${route}"}`)).toBe(1);
});

test('a refused order is no error, no latency and no trade of the version', async () => {
  const { instance, figure } = instanceWith({ trading_enabled: { value: false } });
  instance.breaks({ errors: 1 });
  instance.take(OPEN);
  expect(await figure('order_gateway_requests_total{outcome="refused"}')).toBe(1);
  expect(await figure('order_gateway_requests_total{outcome="error"}')).toBe(0);
  expect(await figure('order_gateway_latency_seconds_count')).toBe(0);
});

test('no trades: orders come in and none comes of them', async () => {
  const { instance, figure } = instanceWith({});
  instance.breaks({ noTrades: true });
  instance.take(OPEN);
  expect(await figure('order_gateway_requests_total{outcome="ok"}')).toBe(1);
  for (const result of ['won', 'lost', 'failed'])
    expect(await figure(`order_gateway_trades_total{result="${result}"}`)).toBe(0);
});
