// A ratio is said only where both values are known.
import { expect, test } from 'vitest';
import { newestPair, ratioOf, ratioWords } from './baseline-points.ts';

test('the ratio of two known values, and a dash where there is none', () => {
  expect(ratioWords(ratioOf({ measured: 12, baseline: 10 }))).toBe('1.20x');
  for (const [measured, baseline] of [
    [null, 10],
    [12, null],
    [12, 0],
  ] as const)
    expect(ratioWords(ratioOf({ measured, baseline }))).toBe('–');
});

test('the newest moment at which both are known', () => {
  const points = [
    { t: 1, measured: 1, baseline: 1, limit: null },
    { t: 2, measured: 2, baseline: 1, limit: null },
    { t: 3, measured: null, baseline: 1, limit: null },
  ];
  expect(newestPair(points)?.t).toBe(2);
  expect(newestPair([])).toBeUndefined();
});
