// Metrics in words: near a bound the digits still say on which side of it the value is.
import { expect, test } from 'vitest';
import type { MetricView } from '#lib/contract/metrics.ts';
import { metricLines, metricValue, sharedReason } from './metric-words.ts';

test.each([
  [99_999.4, 'usd', '$99,999.4'],
  [-51, 'usd', '-$51'],
  [1.4996, 'ratio', '149.96%'],
  [0.0011, 'ratio', '0.11%'],
  [3, 'ratio', '300%'],
  [0.3104, 'seconds', '0.31 s'],
  [31, 'ago', '31 s ago'],
  [1_764_245_000, 'ago', 'never'],
  [-0.4, 'ago', '0.0 s ago'],
  [1, 'flag', '1 (yes)'],
  [0, 'flag', '0 (no)'],
  [5.0211, 'count', '5 in 5 min'],
  [12_345.6789, 'number', '12,345.6789'],
  [null, 'usd', 'not known: it is no number'],
] as const)('%s as %s is %s', (value, unit, words) => {
  expect(metricValue(value, unit)).toBe(words);
});

const view: MetricView = {
  ...{ metric: 'venue_margin_ratio', query: 'venue_margin_ratio', unit: 'ratio', more: 0, notKnown: null },
  values: [
    { labels: [{ name: 'account', value: 'hedge' }], value: 3.05 },
    { labels: [{ name: 'account', value: 'hl' }], value: null },
  ],
};

test('a line for each series, and how many there are besides', () => {
  expect(metricLines({ ...view, more: 18 }).map(({ of, words }) => [of, words])).toEqual([
    ['account hedge', '305%'],
    ['account hl', 'not known: it is no number'],
    ['', 'and 18 more'],
  ]);
  const slow = { ...view, metric: 'x_seconds_bucket', unit: 'seconds', values: [{ labels: [], value: 2 }] };
  expect(metricLines(slow as MetricView)).toEqual([{ metric: 'x_seconds_bucket', of: '', words: 'P95 2 s' }]);
});

test('one reason for all is said once, two are not', () => {
  const down = { ...view, values: [], notKnown: 'Prometheus is down.' };
  expect(sharedReason([down, down])).toBe('Prometheus is down.');
  expect(sharedReason([down])).toBeNull();
  expect(sharedReason([down, { ...down, notKnown: 'Prometheus has no series of it.' }])).toBeNull();
  expect(sharedReason([view, view])).toBeNull();
  expect(sharedReason([])).toBeNull();
});
