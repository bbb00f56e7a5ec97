// Equity against its peak: a bad fill trips the breaker, and comes back when it is taken back.
import { describe, expect, it } from 'vitest';
import { openBook, withBadFill } from './book.ts';
import { drawdownOf, openLossWatch, stepLossWatch, tripReason } from './loss-watch.ts';

describe('the breaker', () => {
  const watch = openLossWatch(100_000);
  const higher = stepLossWatch(watch, 110_000);

  it.each([
    [watch, 100_000, 3, null],
    [watch, 97_001, 3, null],
    [watch, 97_000, 3, 'Drawdown 3.0% reached the limit of 3%'],
    [higher, 106_800, 3, null],
    [higher, 106_700, 3, 'Drawdown 3.0% reached the limit of 3%'],
    [watch, 98_900, 1, 'Daily loss 1.1% is over the limit of 1%'],
    [higher, 108_900, 1, null],
  ])('%j with an equity of %i and a limit of %i%%: %s', (from, equity, limit, reason) => {
    expect(tripReason(from, equity, limit)).toBe(reason);
  });

  it('measures from the peak', () => {
    expect(stepLossWatch(higher, 105_000)).toBe(higher);
    expect(drawdownOf(higher, 99_000)).toBeCloseTo(0.1, 10);
    expect(drawdownOf(higher, 110_000)).toBe(0);
  });
});

it('a bad fill takes the equity 3.4% below its peak once, and gives back what it took', () => {
  const book = openBook();
  const watch = openLossWatch(book.reserve);
  const bad = withBadFill(book, true, watch.peakUsd);
  expect(drawdownOf(watch, bad.reserve)).toBeCloseTo(0.034, 6);
  expect(bad.dailyPnl).toBe(bad.reserve - book.reserve);
  expect(withBadFill(bad, true, watch.peakUsd)).toBe(bad);
  expect(withBadFill(bad, false, watch.peakUsd)).toEqual(book);
});
