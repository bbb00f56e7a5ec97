// Weeks begin on Mondays at midnight UTC, whatever day it is.
import { expect, test } from 'vitest';
import { firstWeek, weeksFrom } from './weeks.ts';

const at = (text: string) => new Date(text);

test.each(['2026-11-23T00:00:00.000Z', '2026-11-27T08:10:00.000Z', '2026-11-29T23:59:59.999Z'])(
  '%s is in the week of 23 November',
  (now) => {
    expect(firstWeek(at(now), 1)).toEqual(at('2026-11-23T00:00:00Z'));
    expect(firstWeek(at(now), 12)).toEqual(at('2026-09-07T00:00:00Z'));
  },
);

test('the next Monday is a new week, and weeks follow each other without a gap', () => {
  expect(firstWeek(at('2026-11-30T00:00:00Z'), 1)).toEqual(at('2026-11-30T00:00:00Z'));
  expect(weeksFrom(at('2026-11-23T00:00:00Z'), 2)).toEqual([
    at('2026-11-23T00:00:00Z'),
    at('2026-11-30T00:00:00Z'),
  ]);
});
