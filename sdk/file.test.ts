// The age of a copy by the wall clock.
import { expect, it } from 'vitest';
import { copyAge } from './file.ts';

it.each([
  ['an hour old', 0, 3_600_000, 3_600_000],
  ['confirmed now', 5_000, 5_000, 0],
  ['ahead by a hair of clock correction', 5_900, 5_000, 0],
  ['from the future: unknown', 60_000, 5_000, Number.POSITIVE_INFINITY],
])('a copy %s', (_what, confirmedAtMs, nowMs, age) => {
  expect(copyAge(confirmedAtMs, nowMs)).toBe(age);
});
