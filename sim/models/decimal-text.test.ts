// Sizes of dear and cheap markets alike keep their digits, in the form that an edge takes.
import { expect, test } from 'vitest';
import { decimalText } from './decimal-text.ts';

test.each([
  [25 / 61_000, '0.00040983607'],
  [0.000_000_25, '0.00000025000000'],
  [61_000, '61000.000'],
  [0.14, '0.14000000'],
  [25 / 0.000_000_1, '250000000'],
  [1.234_567_891e12, '1234567891000'],
])('%d', (amount, text) => {
  expect(decimalText(amount)).toBe(text);
});
