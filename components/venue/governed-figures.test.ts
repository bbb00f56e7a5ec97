// The figures beside a switch: which ones, and in which words.
import { expect, test } from 'vitest';
import { governedFigures } from './governed-figures.ts';

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
