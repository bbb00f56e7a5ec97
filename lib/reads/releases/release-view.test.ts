// Of an hour of samples a drawing gets what happened: every change, the worst of each figure, and the newest.
import { expect, test } from 'vitest';
import type { ShareSample } from '#lib/store/releases/release-samples.ts';
import { sharePoints } from './release-view.ts';

const sample = (n: number, more: Partial<ShareSample> = {}): ShareSample => ({
  at: new Date(1_000 * 5 * n),
  ...{ wanted: 20, achieved: 20, verdict: 'healthy' },
  ...{ mine: 20 * n, all: 100 * n, requests: 1_000, errors: 1, p99Ms: 10, won: 60, lost: 40 },
  ...more,
});
const many = Array.from({ length: 900 }, (_, n) => sample(n));

test('few samples stay as they are, each with its figures', () => {
  const points = sharePoints([sample(1), sample(2, { won: 0, lost: 0, requests: 0, errors: 0 })]);
  expect(points).toMatchObject([
    { traffic: null, errorRate: 0.001, p99Ms: 10, winRate: 0.6 },
    { traffic: 20, errorRate: null, winRate: null },
  ]);
});

test('of many, one sample that was slow, failing or losing for a moment is drawn, and so is the newest', () => {
  const samples = many.with(301, sample(301, { p99Ms: 90 })).with(402, sample(402, { errors: 50 }));
  const points = sharePoints(samples.with(555, sample(555, { won: 10, lost: 90 })));
  expect(points.length).toBeLessThan(700);
  expect(Math.max(...points.map(({ p99Ms }) => p99Ms ?? 0))).toBe(90);
  expect(Math.max(...points.map(({ errorRate }) => errorRate ?? 0))).toBe(0.05);
  expect(Math.min(...points.map(({ winRate }) => winRate ?? 1))).toBe(0.1);
  expect(points.at(-1)?.at).toBe(many.at(-1)?.at.toISOString());
  expect(points.map(({ at }) => at)).toEqual(points.map(({ at }) => at).toSorted());
});

test('every step of the share is drawn at its moment', () => {
  const points = sharePoints(many.with(333, sample(333, { wanted: 50 })));
  expect(points.filter(({ wanted }) => wanted === 50)).toHaveLength(1);
  expect(sharePoints([])).toEqual([]);
});
