// What users can do: at the defaults, at the three levels of manual 1, and always as the router would really decide.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { routeOrder } from '#lib/rules/venue/route-order.ts';
import { matrixWith, setIn } from '#test/matrices.ts';
import { anyMatrix } from '#test/switch-values.ts';
import { CAPABILITIES, type Capability, capabilities, unknownCapabilities } from './capabilities.ts';
import { defaultMatrix, type Matrix, readerOf } from './matrix.ts';

function said(matrix: Matrix): Record<Capability, string> {
  const all = Object.entries(capabilities(matrix)).map(([name, { state, note, causes }]) => [
    name,
    [state, note, ...causes].join(' | '),
  ]);
  return Object.fromEntries(all);
}

/** Everything on, as in Phase 3 stage 4: the state from which a level is pressed. */
const RUNNING = matrixWith(
  { switch: 'global_betting_enabled', value: true },
  { switch: 'routing_mode', value: 'NORMAL_MODE' },
);

test('at the defaults everything works but internalisation', () => {
  expect(said(defaultMatrix())).toEqual({
    query: 'on | REST and WebSocket',
    withdraw: 'on | All amounts',
    withdraw_large: 'on | All amounts',
    open_hl: 'on | All sizes on HL',
    open_internal: 'off | Internalisation is off | global_betting_enabled',
    close: 'on | Market and limit',
    liquidate: 'on | Every 500 ms',
    hedge: 'on | From $100,000',
    internalise: 'off | Internalisation is off | global_betting_enabled',
  });
});

test('running, internalisation is limited to the allowed symbols', () => {
  const { open_internal, internalise, close } = said(RUNNING);
  expect(internalise).toBe('limited | BTC and ETH only | per_symbol_betting');
  expect(open_internal).toBe('limited | BTC and ETH only, up to $10,000 | per_symbol_betting');
  expect(close).toBe('on | Market and limit');
});

describe('the levels of manual 1', () => {
  test('level 1: query, withdraw, open on HL only, close internal by hand, no internalisation', () => {
    const level1 = setIn(
      RUNNING,
      { switch: 'global_betting_enabled', value: false },
      { switch: 'hedge_enabled', value: false },
      { switch: 'routing_mode', value: 'NORMAL_MODE' },
    );
    expect(said(level1)).toEqual({
      query: 'on | REST and WebSocket',
      withdraw: 'on | All amounts',
      withdraw_large: 'on | All amounts',
      open_hl: 'on | All sizes on HL',
      open_internal: 'off | Internalisation is off | global_betting_enabled',
      close: 'limited | Internal by hand | global_betting_enabled | hedge_enabled',
      liquidate: 'on | Every 500 ms',
      hedge: 'manual | By hand | hedge_enabled',
      internalise: 'off | Internalisation is off | global_betting_enabled',
    });
  });

  test('level 2: query, withdraw, close at market; no opens, no internalisation', () => {
    const level2 = setIn(
      RUNNING,
      { switch: 'global_betting_enabled', value: false },
      { switch: 'routing_mode', value: 'HL_MODE' },
      { switch: 'liquidation_enabled', value: false },
      { switch: 'new_orders_enabled', value: false },
    );
    expect(said(level2)).toEqual({
      query: 'on | REST and WebSocket',
      withdraw: 'on | All amounts',
      withdraw_large: 'on | All amounts',
      open_hl: 'off | New orders are paused | new_orders_enabled',
      open_internal: 'off | New orders are paused | new_orders_enabled',
      close: 'limited | Market only | new_orders_enabled',
      liquidate: 'manual | By hand | liquidation_enabled',
      hedge: 'on | From $100,000',
      internalise: 'off | Internalisation is off | global_betting_enabled',
    });
  });

  test('level 3: nothing for users; the engines go on protecting the venue', () => {
    const level3 = setIn(RUNNING, { switch: 'global_api_enabled', value: false });
    const closed = 'off | The API answers 503 | global_api_enabled';
    expect(said(level3)).toEqual({
      query: closed,
      withdraw: closed,
      withdraw_large: closed,
      open_hl: closed,
      open_internal: closed,
      close: closed,
      liquidate: 'on | Every 500 ms',
      hedge: 'on | From $100,000',
      internalise: closed,
    });
  });
});

// biome-ignore format: a case a line
test.each<[Capability, Matrix, string]>([
  ['withdraw', matrixWith({ switch: 'withdrawal_enabled', value: false }), 'off | Withdrawals are off | withdrawal_enabled'],
  ['withdraw', matrixWith({ switch: 'large_withdrawals_enabled', value: false }), 'limited | Up to $10,000 | large_withdrawals_enabled'],
  ['withdraw_large', matrixWith({ switch: 'large_withdrawals_enabled', value: false }), 'off | Above $10,000 held | large_withdrawals_enabled'],
  ['withdraw_large', matrixWith({ switch: 'withdrawal_enabled', value: false }, { switch: 'large_withdrawals_enabled', value: false }), 'off | Withdrawals are off | withdrawal_enabled'],
  ['open_hl', matrixWith({ switch: 'hl_new_opens_enabled', value: false }), 'off | HL opens are paused | hl_new_opens_enabled'],
  ['open_hl', matrixWith({ switch: 'hl_routing_paused_symbols', value: ['BTC', 'SOL'] }), 'limited | Not BTC, SOL | hl_routing_paused_symbols'],
  ['open_hl', matrixWith({ switch: 'hl_routing_paused_symbols', value: [...SYMBOLS] }), 'off | No symbol goes to HL | hl_routing_paused_symbols'],
  ['open_hl', matrixWith({ switch: 'reduce_only', value: true }), 'off | Reduce-only | reduce_only'],
  ['open_hl', matrixWith({ switch: 'trading_enabled', value: false }), 'off | Trading is stopped | trading_enabled'],
  ['close', matrixWith({ switch: 'trading_enabled', value: false }), 'off | Trading is stopped | trading_enabled'],
  ['close', matrixWith({ switch: 'reduce_only', value: true }), 'on | Market and limit'],
  ['close', matrixWith({ switch: 'new_orders_enabled', value: false }, { switch: 'hedge_enabled', value: false }), 'limited | Market only; Internal by hand | new_orders_enabled | global_betting_enabled | hedge_enabled'],
  ['close', matrixWith({ switch: 'hl_routing_paused_symbols', value: ['BTC'] }), 'limited | Not BTC on HL | hl_routing_paused_symbols'],
  ['close', matrixWith({ switch: 'hl_routing_paused_symbols', value: [...SYMBOLS] }), 'off | No symbol goes to HL | hl_routing_paused_symbols'],
  ['liquidate', matrixWith({ switch: 'liquidation_execution', value: 'compute' }), 'manual | Engine only computes | liquidation_execution'],
  ['liquidate', matrixWith({ switch: 'liquidation_execution', value: 'observe' }), 'manual | Engine only observes | liquidation_execution'],
  ['hedge', matrixWith({ switch: 'hedge_execution', value: 'log' }), 'manual | Engine only logs | hedge_execution'],
  ['hedge', matrixWith({ switch: 'hedge_execution', value: 'observe' }), 'manual | Engine only observes | hedge_execution'],
  ['internalise', setIn(RUNNING, { switch: 'routing_mode', value: 'HL_MODE' }), 'off | Everything goes to HL | routing_mode'],
  ['internalise', setIn(RUNNING, { switch: 'per_symbol_betting', value: [] }), 'off | No symbol allowed | per_symbol_betting'],
  ['internalise', setIn(RUNNING, { switch: 'normal_threshold', value: '0' }), 'off | Limits are $0 | normal_threshold'],
  ['internalise', setIn(RUNNING, { switch: 'max_order_size_internal', value: '0' }), 'off | Limits are $0 | max_order_size_internal'],
  ['internalise', setIn(RUNNING, { switch: 'normal_threshold', symbol: 'BTC', value: '0' }), 'limited | ETH only | per_symbol_betting | normal_threshold'],
  ['internalise', setIn(RUNNING, { switch: 'per_symbol_betting', value: [...SYMBOLS] }), 'on | All symbols'],
  ['open_internal', setIn(RUNNING, { switch: 'normal_threshold', symbol: 'ETH', value: '1000' }, { switch: 'normal_threshold', symbol: 'BTC', value: '5000' }), 'limited | BTC and ETH only, up to $5,000 | per_symbol_betting'],
  ['open_internal', setIn(RUNNING, { switch: 'routing_mode', value: 'BETTING_MODE' }), 'limited | BTC and ETH only, up to $10,000 | per_symbol_betting'],
])('%s', (capability, matrix, expected) => {
  expect(said(matrix)[capability]).toBe(expected);
});

test('silent instances make everything unknown', () => {
  const unknown = unknownCapabilities('Every instance is silent');
  expect(Object.keys(unknown).sort()).toEqual(Object.keys(CAPABILITIES).sort());
  for (const capability of Object.values(unknown)) {
    expect(capability).toEqual({ state: 'unknown', note: 'Every instance is silent', causes: [] });
  }
});

/** Whether some, all or none of the symbols can be served, by asking the router for an order in each. */
function servedBy(matrix: Matrix, route: 'hl' | 'internal', effect: 'open' | 'close', notionalUsd: string) {
  const market = { volatilityPct: 0, hlLatencyMs: 0 };
  const served = SYMBOLS.filter(
    (symbol) =>
      routeOrder(readerOf(matrix), { symbol, notionalUsd, effect, type: 'market' }, market).route === route,
  );
  return served.length === SYMBOLS.length ? 'all' : served.length > 0 ? 'some' : 'none';
}

test('what is said agrees with what the router does', () => {
  const word = { on: 'all', limited: 'some', off: 'none', manual: 'none', unknown: 'none' } as const;
  fc.assert(
    fc.property(anyMatrix, (matrix) => {
      const now = capabilities(matrix);
      const huge = '99999999';
      expect(word[now.open_hl.state]).toBe(servedBy(matrix, 'hl', 'open', huge));
      expect(word[now.open_internal.state]).toBe(servedBy(matrix, 'internal', 'open', '0.01'));
      expect(word[now.internalise.state]).toBe(servedBy(matrix, 'internal', 'close', '0.01'));
      const closes = servedBy(matrix, 'hl', 'close', huge);
      if (now.close.state === 'on') expect(closes).toBe('all');
      if (now.close.state === 'off') {
        expect([closes, servedBy(matrix, 'internal', 'close', '0.01')]).toEqual(['none', 'none']);
      }
    }),
    { numRuns: 500 },
  );
});
