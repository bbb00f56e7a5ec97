import { expect, test } from 'vitest';
import { daysProblem, isDay, momentsOf } from './withdrawal-days.ts';

test.each(['2026-02-31', '2026-13-01', '1969-12-31', '0000-01-01', '2026-1-1', '2026-03-19T00:00:00Z', ''])(
  '%j is no day',
  (text) => expect(isDay(text)).toBe(false),
);

test('both days belong to the span', () => {
  expect(isDay('2028-02-29')).toBe(true);
  expect(momentsOf({ from: '2026-12-31', to: '2026-12-31' })).toEqual({
    since: new Date('2026-12-31T00:00:00Z'),
    until: new Date('2027-01-01T00:00:00Z'),
  });
  expect(momentsOf({})).toEqual({});
});

test('the first day does not lie after the last one', () => {
  expect(daysProblem({ from: '2026-03-20', to: '2026-03-19' })).toContain('after the last one');
  expect(daysProblem({ from: '2026-03-19', to: '2026-03-19' })).toBeNull();
  expect(daysProblem({ from: '2026-03-19' })).toBeNull();
});
