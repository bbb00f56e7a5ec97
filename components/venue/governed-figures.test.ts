// The figures beside a switch: which ones, and in which words.
import { expect, test } from 'vitest';
import { governedFigures, shortDollars } from './governed-figures.ts';

test.each([
  [0, false, '$0'],
  [950, false, '$950'],
  [61_240, true, '+$61.2K'],
  [-61_240, true, '-$61.2K'],
  [612_400, false, '$612K'],
  [1_240_000, false, '$1.2M'],
])('%d is %s', (amount, signed, words) => {
  expect(shortDollars(amount, signed)).toBe(words);
});

test('a hedge switch shows exposure and HL latency; what nobody reports is left out', () => {
  const sample = { rates: {}, gauges: { net_exposure_btc_usd: -12_000, hl_latency_ms: 41.7 } };
  expect(governedFigures('hedge', sample)).toEqual([
    { label: 'BTC exposure', value: '-$12.0K' },
    { label: 'HL latency', value: '42 ms' },
  ]);
});

test('the internal share needs order flow', () => {
  expect(governedFigures('internalisation', { rates: {}, gauges: {} })).toEqual([]);
  expect(
    governedFigures('internalisation', {
      rates: { orders_internal_total: 1, orders_hl_total: 3 },
      gauges: {},
    }),
  ).toEqual([{ label: 'Internal share', value: '25.0%' }]);
});
