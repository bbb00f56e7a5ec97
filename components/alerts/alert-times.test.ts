// Weeks without an alert are gaps, what is far too late is cut at the top, and the worst alert stands first.
import { expect, test } from 'vitest';
import type { AlertTimes, TimeTaken } from '#lib/contract/alert-history.ts';
import { byAlert, MEASURES, pointsOf, summaryOf, topOf, wholeOf } from './alert-times.ts';

const WEEKS = ['2026-03-02T00:00:00.000Z', '2026-03-09T00:00:00.000Z'] as const;
const NOTHING: TimeTaken = { count: 0, medianMs: null, worstMs: null, late: 0 };
const taken = (medianMs: number, worstMs: number, late = 0): TimeTaken => ({
  count: 3,
  medianMs,
  worstMs,
  late,
});
const row = (alert: string | null, week: string | null, confirm: TimeTaken, fired = 3): AlertTimes => ({
  ...{ alert, week, fired, confirm, act: NOTHING, effect: NOTHING },
});
const body = {
  weeks: WEEKS,
  items: [
    row(null, null, taken(60_000, 3_600_000, 1), 6),
    row('hl-disconnected', WEEKS[1], taken(60_000, 90_000)),
    row('hl-disconnected', null, taken(60_000, 90_000), 5),
    row('hot-wallet-low', null, taken(100_000, 3_600_000, 1), 1),
  ],
};

test('one point a week, empty where nothing fired', () => {
  expect(pointsOf(body, 'hl-disconnected', 'confirm', 375_000)).toEqual([
    { t: Date.parse(WEEKS[0]), median: null, worst: null, taken: null },
    { t: Date.parse(WEEKS[1]), median: 60_000, worst: 90_000, taken: taken(60_000, 90_000) },
  ]);
  expect(wholeOf(body, null)?.fired).toBe(6);
  expect(wholeOf(body, 'price-deviation')).toBeUndefined();
});

test('the limit stays in sight, whatever the worst was', () => {
  const [{ limitMs }] = MEASURES;
  expect(topOf(limitMs, [taken(60_000, 90_000), NOTHING])).toBe(375_000);
  expect(topOf(limitMs, [taken(60_000, 3_600_000)])).toBe(600_000);
  const items = [row(null, WEEKS[0], taken(60_000, 3_600_000))];
  expect(pointsOf({ ...body, items }, null, 'confirm', 600_000)[0]).toMatchObject({
    median: 60_000,
    worst: 600_000,
  });
});

test('the alert that people were late for stands before the one that fired most', () => {
  expect(byAlert(body).map(({ alert }) => alert)).toEqual(['hot-wallet-low', 'hl-disconnected']);
});

test('the drawing in a sentence', () => {
  expect(summaryOf('Time to confirm', 300_000, taken(60_000, 90_000), 12)).toBe(
    'Time to confirm over 12 weeks: median 1:00, worst 1:30, limit 5:00, none late.',
  );
  expect(summaryOf('Time to act', 600_000, NOTHING, 1)).toBe('Time to act over 1 week: nothing to show.');
});
