import { describe, expect, test } from 'vitest';
import { guardState } from './criterion.ts';
import { firingsOf, knownOf, lastHours, onGrid, partsOf, thinnedOut } from './replay.ts';

const at = (seconds: number) => new Date(seconds * 1_000);
const points = (...values: (number | null)[]) => values.map((value, index) => ({ at: at(index), value }));

test('each time in which it held is one firing, with its peak', () => {
  expect(firingsOf(points(0, 2, 5, 1, 3), '>', 1)).toEqual([
    { from: at(1), to: at(2), peak: 5 },
    { from: at(4), to: at(4), peak: 3 },
  ]);
  expect(firingsOf(points(3, 0.5, 0.2), '<', 1)).toEqual([{ from: at(1), to: at(2), peak: 0.2 }]);
});

test('a gap ends a firing, and is none', () => {
  expect(firingsOf(points(2, null, 2), '>', 1)).toHaveLength(2);
  expect(firingsOf(points(null, null), '<', 1)).toEqual([]);
});

test.each([
  ['>', 1, 0.99],
  ['>', 1, 1],
  ['>', 1, 1.01],
  ['<', 200_000, 199_999],
  ['<', 200_000, 200_000],
] as const)('%s %d: a value of %d fires as it breaches the guard', (is, threshold, value) => {
  const breached = guardState({ is, threshold }, { at: at(0), value }, at(1)) === 'breached';
  expect(firingsOf(points(value), is, threshold)).toHaveLength(breached ? 1 : 0);
});

describe('a week every 15 seconds', () => {
  const range = lastHours(new Date('2026-03-19T02:00:07.250Z'), 168, 15);

  test('lies on the rounds of guards', () => {
    expect(range).toEqual({
      from: new Date('2026-03-12T02:00:00Z'),
      to: new Date('2026-03-19T02:00:00Z'),
      step: 15,
    });
  });

  test('is asked in parts that Prometheus answers, without a moment left out or asked twice', () => {
    const parts = partsOf(range, 11_000);
    const moments = parts.flatMap(({ from, to, step }) => {
      const count = (to.getTime() - from.getTime()) / 1_000 / step + 1;
      expect(count).toBeLessThanOrEqual(11_000);
      return Array.from({ length: count }, (_, index) => from.getTime() + index * step * 1_000);
    });
    expect(moments).toHaveLength(40_321);
    expect(new Set(moments).size).toBe(40_321);
    expect([moments[0], moments.at(-1)]).toEqual([range.from.getTime(), range.to.getTime()]);
  });

  test('one moment of 40,321 that was beyond is found, and is in the drawing', () => {
    const found = [{ at: range.from.getTime() / 1_000 + 15 * 12_345, value: 9 }];
    const { points: grid } = onGrid(found, range);
    expect(firingsOf(grid, '>', 1)).toMatchObject([{ peak: 9 }]);
    const drawn = thinnedOut(grid, 336);
    expect(drawn.length).toBeLessThanOrEqual(336);
    expect(drawn.filter(({ high }) => high === 9)).toHaveLength(1);
    expect(knownOf(grid)).toEqual({ coverage: 1 / 40_321, since: at(found[0]?.at ?? 0) });
  });
});

test('points stand on their places; what has no finite value, or several, is a gap', () => {
  const found = [
    { at: 0, value: 1 },
    { at: 30, value: Number.NaN },
    { at: 45, value: 1 },
    { at: 45, value: 2 },
  ];
  const { points: grid, several } = onGrid(found, { from: at(0), to: at(60), step: 15 });
  expect(grid).toEqual([1, null, null, null, null].map((value, index) => ({ at: at(index * 15), value })));
  expect(several).toBe(1);
});

test('a drawing keeps the last of each part with its lowest and highest', () => {
  expect(thinnedOut(points(1, 5, 2, null, null, 7), 3)).toEqual([
    { at: at(0), value: 5, low: 1, high: 5 },
    { at: at(2), value: 2, low: 2, high: 2 },
    { at: at(4), value: 7, low: 7, high: 7 },
  ]);
  expect(thinnedOut(points(null, null), 1)).toEqual([{ at: at(0), value: null, low: null, high: null }]);
  expect(knownOf([])).toEqual({ coverage: 0, since: null });
});
