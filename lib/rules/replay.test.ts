import { expect, test } from 'vitest';
import { firingsOf, onGrid } from './replay.ts';

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

test('points stand on their places; what has no finite value is a gap', () => {
  const found = [
    { at: 0, value: 1 },
    { at: 30, value: Number.NaN },
  ];
  expect(onGrid(found, { from: at(0), to: at(45), step: 15 })).toEqual(
    [1, null, null, null].map((value, index) => ({ at: at(index * 15), value })),
  );
});
