// Narrow is a pass within a tenth of its room.
import { expect, test } from 'vitest';
import { narrowly } from './narrow.ts';

test.each([
  [99.04, '>', 99, '%', '0.04 points above its limit'],
  [99.62, '>', 99, '%', null],
  [99.981, '>', 99.95, '%', null],
  [190, '<', 200, 'ms', '10 ms below its limit'],
  [121, '<', 200, 'ms', null],
  [0.95, '<', 1, '%', '0.05 points below its limit'],
  [0.09, '<', 1, '%', null],
  [510_000, '≥', 500_000, 'USD', '10000 USD above its limit'],
  [0, '<', 0, '', null],
])('%d %s %d%s', (value, comparator, limit, unit, expected) => {
  expect(narrowly({ value, comparator, limit, unit })).toBe(expected);
});
