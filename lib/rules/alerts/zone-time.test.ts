import { describe, expect, test } from 'vitest';
import { dayAfter, daysBetween, isTimeZone, localDay, momentOf } from './zone-time.ts';

describe('momentOf', () => {
  test.each([
    ['winter in Berlin', '2026-01-15', '09:00', 'Europe/Berlin', '2026-01-15T08:00:00.000Z'],
    ['summer in Berlin', '2026-07-15', '09:00', 'Europe/Berlin', '2026-07-15T07:00:00.000Z'],
    [
      'the day clocks go forward, after it',
      '2026-03-29',
      '09:00',
      'Europe/Berlin',
      '2026-03-29T07:00:00.000Z',
    ],
    ['a time that is skipped', '2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    [
      'a time that comes twice is its first',
      '2026-10-25',
      '02:30',
      'Europe/Berlin',
      '2026-10-25T00:30:00.000Z',
    ],
    ['New York in winter', '2026-12-01', '17:00', 'America/New_York', '2026-12-01T22:00:00.000Z'],
    ['a zone of half hours', '2026-12-01', '09:00', 'Asia/Kolkata', '2026-12-01T03:30:00.000Z'],
    ['a zone beyond the date line', '2026-12-01', '00:00', 'Pacific/Kiritimati', '2026-11-30T10:00:00.000Z'],
    ['UTC', '2026-12-01', '00:00', 'UTC', '2026-12-01T00:00:00.000Z'],
  ])('%s', (_case, day, time, zone, expected) => {
    expect(momentOf(day, time, zone).toISOString()).toBe(expected);
  });
});

test('a local day is that of its zone, not of UTC', () => {
  const late = new Date('2026-11-30T23:30:00Z');
  expect(localDay(late, 'Asia/Tokyo')).toBe('2026-12-01');
  expect(localDay(late, 'America/New_York')).toBe('2026-11-30');
  expect(localDay(new Date('2026-11-30T00:00:00.001Z'), 'UTC')).toBe('2026-11-30');
});

test.each(['Europe/London', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('%s is a zone', (zone) => {
  expect(isTimeZone(zone)).toBe(true);
});

test.each(['', 'Mars/Olympus', '+02:00', 'GMT+2', 'Europe/London; DROP TABLE', '../etc'])(
  '%j is none',
  (zone) => {
    expect(isTimeZone(zone)).toBe(false);
  },
);

test('days are counted over months, leap years and backwards', () => {
  expect(dayAfter('2028-02-28', 1)).toBe('2028-02-29');
  expect(dayAfter('2026-01-01', -1)).toBe('2025-12-31');
  expect(daysBetween('2026-11-30', '2026-12-07')).toBe(7);
  expect(daysBetween('2026-12-07', '2026-11-30')).toBe(-7);
});
