import { expect, test } from 'vitest';
import type { WithdrawalDayFigure } from '#lib/contract/withdrawal-figures.ts';
import { barsSummary, dayPoints, dayWords, tookWords } from './withdrawal-days.ts';

const sum = (count: number, usd: string) => ({ count, usd });
const DAY: WithdrawalDayFigure = {
  ...{
    day: '2026-03-01',
    ...sum(4, '1500.5'),
    sent: sum(2, '1000'),
    open: sum(1, '500'),
    rejected: sum(1, '0.5'),
  },
  approval: { count: 3, p50Seconds: 65, p95Seconds: 4_000 },
};
const BODY = { firstDay: '2026-02-27', lastDay: '2026-03-02', days: [DAY] };

test('every day has its place, also without any request', () => {
  const points = dayPoints(BODY, 'usd');
  expect(points.map(({ day }) => day)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
  expect(points[2]).toMatchObject({ sent: 1000, open: 500, rejected: 0.5, p50: 65, p95: 4_000 });
  expect(points[0]).toMatchObject({ sent: 0, p50: null, figure: null });
  expect(dayPoints(BODY, 'count')[2]).toMatchObject({ sent: 2, open: 1, rejected: 1 });
});

test('a chart says in a sentence what it shows', () => {
  expect(barsSummary('Value', dayPoints(BODY, 'usd'), 'usd')).toBe(
    'Value by day over 4 days; most on 1 Mar, $1.5K.',
  );
  expect(barsSummary('Requests', dayPoints({ ...BODY, days: [] }, 'count'), 'count')).toBe(
    'Requests: nothing was filed in 4 days.',
  );
});

test('times and days in words', () => {
  expect([0, 65, 3_599, 3_600, 7_260, null].map(tookWords)).toEqual([
    ...['0:00', '1:05', '59:59', '1 h 00 min', '2 h 01 min', '–'],
  ]);
  expect(dayWords('2026-03-19')).toBe('19 Mar');
});
