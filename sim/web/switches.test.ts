// How values are written and gathered on the page.
import { expect, it } from 'vitest';
import type { WireValue } from '#lib/contract/values.ts';
import { readings, valueText } from './switches.ts';

it.each<[string, WireValue, string]>([
  ['trading_enabled', true, 'on'],
  ['trading_enabled', false, 'off'],
  ['routing_mode', 'HL_MODE', 'HL_MODE'],
  ['normal_threshold', '5000', '$5,000'],
  ['max_order_size_internal', '0.5', '$0.5'],
  ['daily_net_loss_limit', null, 'off'],
  ['per_symbol_betting', ['BTC', 'ETH'], 'BTC, ETH'],
  ['per_symbol_betting', [], 'none'],
  ['hedge_max_leverage', 2.5, '2.5'],
])('%s %j is written %s', (name, value, text) => {
  expect(valueText(name, value)).toBe(text);
});

it('gathers instances by what they read, the most frequent first', () => {
  expect(readings([['BTC'], ['BTC', 'ETH'], ['BTC', 'ETH']])).toEqual([
    { value: ['BTC', 'ETH'], count: 2 },
    { value: ['BTC'], count: 1 },
  ]);
});
