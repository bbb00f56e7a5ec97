// A replay never says "would not have fired" of a time of which nothing is known.
import { expect, test } from 'vitest';
import { firedWords, knownWords, spanOfHours } from './replay-words.ts';

const NOW = Date.parse('2026-03-19T02:00:00Z');

test.each([
  [168, '7 days'],
  [24, '24 hours'],
  [36, '36 hours'],
  [1, 'hour'],
])('%i hours: the last %s', (hours, words) => {
  expect(spanOfHours(hours)).toBe(words);
});

test.each([
  [{ firings: 0, coverage: 0, moments: 40_321 }, 'Nobody can say whether it would have fired.'],
  [{ firings: 0, coverage: 1, moments: 40_321 }, 'It would not have fired at any of 40,321 moments.'],
  [
    { firings: 0, coverage: 0.1, moments: 40_000 },
    'It would not have fired at any of the 4,000 moments that have a value.',
  ],
  [{ firings: 1, coverage: 0.1, moments: 9 }, 'It would have fired once.'],
  [{ firings: 1_200, coverage: 1, moments: 9_000 }, 'It would have fired 1,200 times.'],
])('%j: %s', (body, words) => {
  expect(firedWords(body)).toBe(words);
});

test.each([
  [{ coverage: 0, since: null }, 'Prometheus has no value for it in this time.'],
  [{ coverage: 1, since: '2026-03-12T02:00:00Z' }, 'Prometheus has a value for every one of them.'],
  [
    { coverage: 0.999_9, since: '2026-03-12T02:00:00Z' },
    'Prometheus has values for 99.9% of this time, the first of 12 Mar 02:00:00; the rest says nothing.',
  ],
  [
    { coverage: 0.000_02, since: '2026-03-19T01:59:45Z' },
    'Prometheus has values for less than 0.1% of this time, the first of 01:59:45; the rest says nothing.',
  ],
])('%j: %s', (body, words) => {
  expect(knownWords(body, NOW)).toBe(words);
});
