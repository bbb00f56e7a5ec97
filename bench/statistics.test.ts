import { expect, test } from 'vitest';
import { distributionOf, median } from './statistics.ts';

test('percentiles are values that were measured (nearest rank)', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(distributionOf(hundred)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
  expect(distributionOf([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
});

test('nothing measured gives no number, and one that never came is the largest', () => {
  expect(distributionOf([]).p50).toBeNaN();
  expect(distributionOf([1, Number.POSITIVE_INFINITY, 2]).max).toBe(Number.POSITIVE_INFINITY);
});

test('the median of an even count lies between the two in the middle', () => {
  expect(median([4, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});
