// Thousands separators, and dollars for a glance.
import { expect, it } from 'vitest';
import { grouped, shortDollars } from './format-number.ts';

it('groups the whole part only', () => {
  expect(grouped(18_204)).toBe('18,204');
  expect(grouped(999)).toBe('999');
  expect(grouped('1234567.5678')).toBe('1,234,567.5678');
  expect(grouped('10000.')).toBe('10,000.');
  expect(grouped(-1_234)).toBe('-1,234');
});

it.each([
  [0, false, '$0'],
  [950, false, '$950'],
  [61_240, true, '+$61.2K'],
  [-61_240, true, '-$61.2K'],
  [612_400, false, '$612K'],
  [1_240_000, false, '$1.2M'],
])('%d is %s', (amount, signed, words) => {
  expect(shortDollars(amount, signed)).toBe(words);
});
