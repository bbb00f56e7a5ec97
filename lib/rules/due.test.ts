// When operations come due: day, week and month in UTC, at their edges.
import { expect, it } from 'vitest';
import { dueOf, periodStart } from './due.ts';

const at = (text: string) => new Date(text);

it.each([
  ['day', '2026-03-19T23:59:59.999Z', '2026-03-19T00:00:00.000Z'],
  ['week', '2026-03-22T23:59:59.999Z', '2026-03-16T00:00:00.000Z'],
  ['week', '2026-03-23T00:00:00.000Z', '2026-03-23T00:00:00.000Z'],
  ['week', '2027-01-01T12:00:00.000Z', '2026-12-28T00:00:00.000Z'],
  ['month', '2026-03-31T23:00:00.000Z', '2026-03-01T00:00:00.000Z'],
] as const)('%s of %s begins %s', (every, now, start) => {
  expect(periodStart(every, at(now)).toISOString()).toBe(start);
});

it.each([
  ['day', null, '2026-03-19T08:00:00Z', 'due', '2026-03-20T00:00:00.000Z'],
  ['day', '2026-03-19T00:00:00Z', '2026-03-19T08:00:00Z', 'done', '2026-03-20T00:00:00.000Z'],
  ['day', '2026-03-18T23:59:59Z', '2026-03-19T08:00:00Z', 'due', '2026-03-20T00:00:00.000Z'],
  ['day', '2026-03-17T23:59:59Z', '2026-03-19T08:00:00Z', 'overdue', '2026-03-20T00:00:00.000Z'],
  ['week', '2026-03-15T23:00:00Z', '2026-03-19T08:00:00Z', 'due', '2026-03-23T00:00:00.000Z'],
  ['week', '2026-03-08T23:00:00Z', '2026-03-19T08:00:00Z', 'overdue', '2026-03-23T00:00:00.000Z'],
  ['month', '2026-01-31T23:00:00Z', '2026-02-28T08:00:00Z', 'due', '2026-03-01T00:00:00.000Z'],
  ['month', '2026-12-01T00:00:00Z', '2026-12-31T23:00:00Z', 'done', '2027-01-01T00:00:00.000Z'],
] as const)('%s, last done %s, at %s: %s by %s', (every, last, now, state, by) => {
  const due = dueOf(every, last === null ? null : at(last), at(now));
  expect([due.state, due.by.toISOString()]).toEqual([state, by]);
});
