// What the button of each alert would set, with the matrix as it is.
import { expect, test } from 'vitest';
import type { AlertKey } from '#lib/catalog/alerts.ts';
import type { MarketSymbol } from '#lib/catalog/symbols.ts';
import { defaultMatrix, type Matrix } from '#lib/rules/changes/matrix.ts';
import { ABOUT_A_MARKET, actionOf, actionOn, stormReasonOf, switchesOf } from './alert-action.ts';

const matrix = defaultMatrix();
const holding = (values: Record<string, unknown>): Matrix =>
  ({
    ...matrix,
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
  }) as Matrix;
const asked = (key: AlertKey, of = matrix, labels: [string, string][] = []) => {
  const result = actionOf(key, labels, of);
  return result.ok
    ? Object.fromEntries(result.value.map((one) => [one.switch, one.value]))
    : result.error.code;
};

// By hand from manual 1 and product.md section 4.
// biome-ignore format: a case a line
test.each<[AlertKey, Matrix, [string, string][], unknown]>([
  ['hl-disconnected', matrix, [], { new_orders_enabled: false }],
  ['hl-margin-low', matrix, [], { hl_new_opens_enabled: false }],
  ['hedge-margin-low', matrix, [], { hl_new_opens_enabled: false, hedge_max_leverage: 2 }],
  ['hedge-margin-low', holding({ hedge_max_leverage: 1.5 }), [], { hl_new_opens_enabled: false }],
  ['hedge-margin-low', holding({ hedge_max_leverage: 2, hl_new_opens_enabled: false }), [], {}],
  ['liquidation-failing', holding({ liquidation_enabled: true }), [], { liquidation_enabled: false }],
  ['hot-wallet-low', matrix, [], { large_withdrawals_enabled: false }],
  ['price-deviation', matrix, [['symbol', 'ETH']], { hl_routing_paused_symbols: ['ETH'] }],
  ['price-deviation', holding({ hl_routing_paused_symbols: ['SOL'] }), [['symbol', 'BTC']], { hl_routing_paused_symbols: ['BTC', 'SOL'] }],
  ['price-deviation', holding({ hl_routing_paused_symbols: ['BTC'] }), [['symbol', 'BTC']], {}],
  ['price-deviation', matrix, [], 'conflict'],
  ['price-deviation', matrix, [['symbol', '<script>']], 'conflict'],
  ['asset-mismatch', matrix, [], { trading_enabled: false }],
  ['drawdown-breaker', holding({ strategies_enabled: true }), [], { strategies_enabled: false, new_orders_enabled: false }],
  ['audit-broken', matrix, [], 'conflict'],
])('%s', (key, of, labels, expected) => {
  expect(asked(key, of, labels)).toEqual(expected);
});

test('an alert that Bulkhead has no entry for has no action', () => {
  expect(actionOf(null, [], matrix)).toMatchObject({ ok: false, error: { code: 'conflict' } });
});

test('one press for a storm takes in all its markets, and says for how many it was', () => {
  const asks = (of: Matrix, ...markets: MarketSymbol[]) => actionOn('price-deviation', markets, of);
  expect(asks(holding({ hl_routing_paused_symbols: ['SOL'] }), 'ETH', 'BTC', 'SOL')).toEqual({
    ok: true,
    value: [{ switch: 'hl_routing_paused_symbols', value: ['BTC', 'ETH', 'SOL'] }],
  });
  expect(asks(holding({ hl_routing_paused_symbols: ['BTC', 'ETH'] }), 'ETH')).toEqual({
    ok: true,
    value: [],
  });
  expect(asks(matrix)).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(ABOUT_A_MARKET).toEqual(['price-deviation']);
  expect(switchesOf('price-deviation')).toEqual(['hl_routing_paused_symbols']);
  expect(switchesOf(null)).toEqual([]);
  expect(stormReasonOf('HL is disconnected', 7, 3)).toBe(
    'Action of alert A-7 and 2 more like it: HL is disconnected',
  );
  expect(stormReasonOf('HL is disconnected', 7, 1)).toBe('Action of alert A-7: HL is disconnected');
});
