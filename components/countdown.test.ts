// What a countdown shows and says as its time runs.
import { expect, test } from 'vitest';
import { countdownOf, serverClock } from './countdown.ts';

const END = 30 * 60_000;
const left = (seconds: number) => countdownOf(0, END, END - seconds * 1_000);

test.each([
  [30 * 60, 'spare', '30:00', ''],
  [15 * 60 + 1, 'spare', '15:01', ''],
  [15 * 60, 'half', '15:00', ''],
  [5 * 60 + 1, 'half', '5:01', ''],
  [5 * 60, 'half', '5:00', '5 minutes left'],
  [61, 'half', '1:01', '2 minutes left'],
  [60, 'last', '1:00', '1 minute left'],
  [29, 'last', '0:29', '30 seconds left'],
  [0.2, 'last', '0:01', '30 seconds left'],
  [0, 'late', '0:00', 'The time is over'],
  [-67.9, 'late', '1:07', 'The time is over'],
] as const)('%s seconds left', (seconds, phase, text, spoken) => {
  expect(left(seconds)).toEqual({ phase, text, spoken });
});

test('hours and days are not counted in seconds', () => {
  expect(countdownOf(0, 4 * 3_600_000, 0).text).toBe('4 h 0 min');
  expect(countdownOf(0, 76 * 3_600_000, 0).text).toBe('3 d 4 h');
});

test('the clock runs on what the server said, not on this machine', () => {
  const clock = serverClock({
    status: { now: '2026-03-19T03:00:10.000Z' },
    receivedAt: Date.parse('2026-03-19T03:00:00.000Z'),
  });
  expect(clock.skewMs).toBe(10_000);
});
