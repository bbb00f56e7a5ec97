// Thousands separators.
import { expect, it } from 'vitest';
import { grouped } from './format-number.ts';

it('groups the whole part only', () => {
  expect(grouped(18_204)).toBe('18,204');
  expect(grouped(999)).toBe('999');
  expect(grouped('1234567.5678')).toBe('1,234,567.5678');
  expect(grouped('10000.')).toBe('10,000.');
  expect(grouped(-1_234)).toBe('-1,234');
});
