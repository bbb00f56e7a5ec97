// Where an order goes, condition by condition of product.md section 2, and as laws over any values.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { type Matrix, readerOf } from '#lib/rules/changes/matrix.ts';
import { matrixWith, setIn } from '#test/matrices.ts';
import { anyMatrix } from '#test/switch-values.ts';
import { type MarketState, type Order, routeOrder } from './route-order.ts';

/** Phase 3 stage 2: everything an order of up to $5,000 in BTC needs to be internalised. */
const STAGE_2 = matrixWith(
  { switch: 'global_betting_enabled', value: true },
  { switch: 'routing_mode', value: 'NORMAL_MODE' },
  { switch: 'normal_threshold', symbol: 'BTC', value: '5000' },
  { switch: 'normal_threshold', symbol: 'ETH', value: '1000' },
);

const calm: MarketState = { volatilityPct: 1, hlLatencyMs: 80 };
const order = (change: Partial<Order> = {}): Order => ({
  symbol: 'BTC',
  notionalUsd: '5000',
  effect: 'open',
  type: 'limit',
  ...change,
});

function routed(matrix: Matrix, change: Partial<Order> = {}, market: Partial<MarketState> = {}): string {
  const { route, because } = routeOrder(readerOf(matrix), order(change), { ...calm, ...market });
  return `${route}: ${because}`;
}

describe('an order is internalised', () => {
  test('when every condition holds, up to and including the limits', () => {
    expect(routed(STAGE_2)).toBe('internal: routing_mode');
    expect(routed(STAGE_2, { symbol: 'ETH', notionalUsd: '1000' })).toBe('internal: routing_mode');
    expect(routed(STAGE_2, {}, { volatilityPct: 5, hlLatencyMs: 500 })).toBe('internal: routing_mode');
    expect(routed(STAGE_2, { notionalUsd: 0.01 })).toBe('internal: routing_mode');
    expect(routed(STAGE_2, { effect: 'close', type: 'market' })).toBe('internal: routing_mode');
  });

  // biome-ignore format: a condition a line
  test.each<[string, Matrix, Partial<Order>, Partial<MarketState>, string]>([
    ['internalisation is off', setIn(STAGE_2, { switch: 'global_betting_enabled', value: false }), {}, {}, 'hl: global_betting_enabled'],
    ['the mode is HL_MODE', setIn(STAGE_2, { switch: 'routing_mode', value: 'HL_MODE' }), {}, {}, 'hl: routing_mode'],
    ['its symbol is not allowed', setIn(STAGE_2, { switch: 'per_symbol_betting', value: ['ETH'] }), {}, {}, 'hl: per_symbol_betting'],
    ['no symbol is allowed', setIn(STAGE_2, { switch: 'per_symbol_betting', value: [] }), {}, {}, 'hl: per_symbol_betting'],
    ['the venue does not know its symbol', STAGE_2, { symbol: 'PEPE' }, {}, 'hl: per_symbol_betting'],
    ['the market is too volatile', STAGE_2, {}, { volatilityPct: 5.01 }, 'hl: force_hl_volatility_pct'],
    ['HL answers too slowly', STAGE_2, {}, { hlLatencyMs: 501 }, 'hl: force_hl_latency_ms'],
    ['volatility is not known', STAGE_2, {}, { volatilityPct: Number.NaN }, 'hl: force_hl_volatility_pct'],
    ['the latency of HL is not known', STAGE_2, {}, { hlLatencyMs: Number.NaN }, 'hl: force_hl_latency_ms'],
    ['it is above the threshold of its symbol', STAGE_2, { notionalUsd: '5000.01' }, {}, 'hl: normal_threshold'],
    ['it is above the lower threshold of another symbol', STAGE_2, { symbol: 'ETH', notionalUsd: '1000.01' }, {}, 'hl: normal_threshold'],
    ['the threshold is $0', setIn(STAGE_2, { switch: 'normal_threshold', symbol: 'BTC', value: '0' }), { notionalUsd: '0.01' }, {}, 'hl: normal_threshold'],
    ['it is above the largest single order', setIn(STAGE_2, { switch: 'max_order_size_internal', value: '1000' }), { notionalUsd: '1000.01' }, {}, 'hl: max_order_size_internal'],
    ['it is above the largest single order of its symbol', setIn(STAGE_2, { switch: 'max_order_size_internal', symbol: 'BTC', value: '400' }), { notionalUsd: '401' }, {}, 'hl: max_order_size_internal'],
    ['its size is no number', STAGE_2, { notionalUsd: Number.NaN }, {}, 'hl: normal_threshold'],
    ['its size is nothing', STAGE_2, { notionalUsd: 0 }, {}, 'hl: normal_threshold'],
    ['its size is negative', STAGE_2, { notionalUsd: '-5' }, {}, 'hl: normal_threshold'],
  ])('not when %s', (_name, matrix, change, market, expected) => {
    expect(routed(matrix, change, market)).toBe(expected);
  });

  test('in BETTING_MODE by betting_threshold, not by normal_threshold', () => {
    const betting = setIn(
      STAGE_2,
      { switch: 'routing_mode', value: 'BETTING_MODE' },
      { switch: 'max_order_size_internal', value: '100000' },
    );
    expect(routed(betting, { notionalUsd: '50000' })).toBe('internal: routing_mode');
    expect(routed(betting, { notionalUsd: '50000.01' })).toBe('hl: betting_threshold');
    const disabled = setIn(betting, { switch: 'betting_threshold', value: '0' });
    expect(routed(disabled, { notionalUsd: '1' })).toBe('hl: betting_threshold');
  });
});

describe('an order is refused', () => {
  test('whatever it is when the API is closed or trading is stopped', () => {
    for (const [name, matrix] of [
      ['global_api_enabled', setIn(STAGE_2, { switch: 'global_api_enabled', value: false })],
      ['trading_enabled', setIn(STAGE_2, { switch: 'trading_enabled', value: false })],
    ] as const) {
      for (const effect of ['open', 'increase', 'reduce', 'close'] as const) {
        for (const type of ['market', 'limit'] as const)
          expect(routed(matrix, { effect, type })).toBe(`refused: ${name}`);
      }
    }
  });

  test('when new orders are off, except what reduces at market', () => {
    const paused = setIn(STAGE_2, { switch: 'new_orders_enabled', value: false });
    expect(routed(paused, { effect: 'open', type: 'market' })).toBe('refused: new_orders_enabled');
    expect(routed(paused, { effect: 'increase', type: 'limit' })).toBe('refused: new_orders_enabled');
    expect(routed(paused, { effect: 'reduce', type: 'limit' })).toBe('refused: new_orders_enabled');
    expect(routed(paused, { effect: 'reduce', type: 'market' })).toBe('internal: routing_mode');
    expect(routed(paused, { effect: 'close', type: 'market', notionalUsd: '90000' })).toBe(
      'hl: normal_threshold',
    );
  });

  test('in reduce-only mode when it opens or increases; what reduces passes, limit orders too', () => {
    const reducing = setIn(STAGE_2, { switch: 'reduce_only', value: true });
    expect(routed(reducing, { effect: 'open' })).toBe('refused: reduce_only');
    expect(routed(reducing, { effect: 'increase', type: 'market' })).toBe('refused: reduce_only');
    expect(routed(reducing, { effect: 'reduce', type: 'limit' })).toBe('internal: routing_mode');
  });

  test('when it cannot be internalised and HL is closed to it', () => {
    const closed = setIn(STAGE_2, { switch: 'hl_new_opens_enabled', value: false });
    expect(routed(closed, { notionalUsd: '90000' })).toBe('refused: hl_new_opens_enabled');
    expect(routed(closed, { notionalUsd: '90000', effect: 'reduce' })).toBe('hl: normal_threshold');
    expect(routed(closed)).toBe('internal: routing_mode');
    const symbolPaused = setIn(STAGE_2, { switch: 'hl_routing_paused_symbols', value: ['BTC'] });
    expect(routed(symbolPaused, { notionalUsd: '90000' })).toBe('refused: hl_routing_paused_symbols');
    expect(routed(symbolPaused, { notionalUsd: '90000', effect: 'close', type: 'market' })).toBe(
      'refused: hl_routing_paused_symbols',
    );
    expect(routed(symbolPaused)).toBe('internal: routing_mode');
    expect(routed(symbolPaused, { symbol: 'ETH', notionalUsd: '90000' })).toBe('hl: normal_threshold');
  });
});

const anyOrder: fc.Arbitrary<Order> = fc.record({
  symbol: fc.constantFrom(...SYMBOLS, 'PEPE'),
  notionalUsd: fc.oneof(
    fc.integer({ min: 1, max: 60_000 }),
    fc.constantFrom('0.01', '1000', '5000', '10000', '50000'),
  ),
  effect: fc.constantFrom('open', 'increase', 'reduce', 'close'),
  type: fc.constantFrom('market', 'limit'),
});
const anyMarket: fc.Arbitrary<MarketState> = fc.record({
  volatilityPct: fc.double({ min: 0, max: 60 }),
  hlLatencyMs: fc.integer({ min: 0, max: 12_000 }),
});
/** Any matrix, but with internalisation more often possible than blind chance makes it. */
const likely = anyMatrix.chain((matrix) =>
  fc
    .record({ open: fc.boolean(), mode: fc.constantFrom('NORMAL_MODE', 'BETTING_MODE') })
    .map(({ open, mode }) =>
      open
        ? {
            ...matrix,
            ...Object.fromEntries(
              ['global_betting_enabled', 'global_api_enabled', 'trading_enabled', 'new_orders_enabled'].map(
                (name) => [name, { value: true }],
              ),
            ),
            routing_mode: { value: mode },
            reduce_only: { value: false },
            per_symbol_betting: { value: [...SYMBOLS] },
            force_hl_volatility_pct: { value: 50 },
            force_hl_latency_ms: { value: 10_000 },
          }
        : matrix,
    ),
);

/** The sentence of product.md, said again in its own order: every reason that keeps an order from being internalised. */
function blockers(matrix: Matrix, { symbol, notionalUsd }: Order, market: MarketState): string[] {
  const own = (name: string) => matrix[name]?.overrides?.[symbol] ?? matrix[name]?.value;
  const mode = own('routing_mode');
  const threshold = mode === 'NORMAL_MODE' ? own('normal_threshold') : own('betting_threshold');
  const conditions: Record<string, boolean> = {
    betting: own('global_betting_enabled') === true,
    mode: mode !== 'HL_MODE',
    symbol: (own('per_symbol_betting') as readonly string[]).includes(symbol),
    volatility: market.volatilityPct <= Number(own('force_hl_volatility_pct')),
    latency: market.hlLatencyMs <= Number(own('force_hl_latency_ms')),
    threshold: Number(notionalUsd) <= Number(threshold),
    size: Number(notionalUsd) <= Number(own('max_order_size_internal')),
    api: own('global_api_enabled') === true,
    trading: own('trading_enabled') === true,
  };
  return Object.keys(conditions).filter((name) => !conditions[name]);
}

test('internal exactly when nothing blocks it and new orders are not refused', () => {
  let internal = 0;
  fc.assert(
    fc.property(likely, anyOrder, anyMarket, (matrix, one, market) => {
      const { route } = routeOrder(readerOf(matrix), one, market);
      const blocked = blockers(matrix, one, market);
      if (blocked.length > 0) expect(route, blocked.join()).not.toBe('internal');
      else if (route !== 'internal') {
        // Only what refuses the order altogether is left.
        expect(route).toBe('refused');
        expect(matrix.new_orders_enabled?.value === false || matrix.reduce_only?.value === true).toBe(true);
      } else internal += 1;
    }),
    { numRuns: 1_500 },
  );
  // The law would be empty if hardly any order were internalised.
  expect(internal).toBeGreaterThan(50);
});

test('lowering a limit never internalises an order that was not', () => {
  fc.assert(
    fc.property(likely, anyOrder, anyMarket, (matrix, one, market) => {
      const lower = setIn(
        matrix,
        { switch: 'normal_threshold', value: '0' },
        { switch: 'betting_threshold', value: '0' },
      );
      const before = routeOrder(readerOf(matrix), one, market).route;
      const after = routeOrder(readerOf(lower), one, market).route;
      if (before !== 'internal') expect(after).toBe(before);
    }),
    { numRuns: 500 },
  );
});
