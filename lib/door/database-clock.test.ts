// The database's time from afar.
import { expect, test } from 'vitest';
import { createDatabaseClock } from './database-clock.ts';

test('before the first look it goes by this machine', () => {
  const clock = createDatabaseClock();
  expect(clock.known()).toBe(false);
  expect(Math.abs(clock.at(performance.now()) - Date.now())).toBeLessThan(1_000);
});

test('the quickest of recent looks decides', () => {
  const clock = createDatabaseClock();
  clock.observe(1_000_000, 100, 102);
  expect(clock.at(101)).toBe(1_000_000);
  clock.observe(1_000_500, 200, 1_000);
  expect(clock.at(101)).toBe(1_000_000);
  clock.observe(1_002_000, 2_100, 2_101);
  expect(clock.at(2_100.5)).toBe(1_002_000);
});

test('a database clock that is set is followed within eight looks', () => {
  const clock = createDatabaseClock();
  clock.observe(1_000_000, 0, 1);
  for (let i = 1; i <= 8; i += 1) clock.observe(2_000_000 + i * 2_000, i * 2_000, i * 2_000 + 5);
  expect(clock.at(16_002.5)).toBe(2_016_000);
});
