// Orders a second lately, by instance.
import { expect, test } from 'vitest';
import { type Counted, rateOf, withCount } from './order-rates.ts';

const counted = (seconds: number, ok: number, failed: number): Counted => ({
  at: seconds * 1_000,
  counts: { byInstance: { 'blue-1': { ok, failed }, 'blue-2': { ok, failed: 0 } }, lost: 0 },
});

test('of all its instances, over the time between the first and the last count', () => {
  const kept = [counted(0, 0, 0), counted(5, 45, 10)];
  expect(rateOf(kept, ['blue-1', 'blue-2'])).toEqual({ perSecond: 20, failed: 0.1 });
  expect(rateOf(kept, ['green-1'])).toEqual({ perSecond: 0, failed: null });
  expect(rateOf([], ['blue-1'])).toEqual({ perSecond: 0, failed: null });
});

test('what is older than ten seconds goes, but for one', () => {
  const kept = Array.from({ length: 30 }, (_, second) => counted(second, second, 0)).reduce(
    withCount,
    [] as readonly Counted[],
  );
  expect(kept.map(({ at }) => at / 1_000)).toEqual([19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
});
