// Time that is left is rounded up, the same wherever it is said.
import { expect, test } from 'vitest';
import { remainingWords } from './remaining-words.ts';

test.each([
  [0, '0 s'],
  [0.2, '1 s'],
  [59.4, '1 min'],
  [60, '1 min'],
  [1_441, '25 min'],
  [1_440, '24 min'],
  [3_541, '1 h'],
  [7_500, '2 h 5 min'],
  [86_370, '1 d'],
  [273_600, '3 d 4 h'],
  [270_001, '3 d 4 h'],
])('%f seconds are %s', (seconds, words) => {
  expect(remainingWords(seconds)).toBe(words);
});
