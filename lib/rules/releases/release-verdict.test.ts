// Verdicts: each trigger at, under and over its figure, and every single measure that is missing.
import { expect, test } from 'vitest';
import { COMPONENT_NAMES } from '#lib/catalog/releases.ts';
import type { Judged } from './release-checks.ts';
import { type Baseline, baselineOf, type SideMeasures } from './release-measures.ts';
import { automaticBreach, judge, proposals } from './release-verdict.ts';

const GOOD: SideMeasures = {
  ...{ up: { answering: 2, of: 2 }, versions: ['v1.2.5'], requests: 1_000, errors: 1, p99Ms: 10.2 },
  ...{ components: Object.fromEntries(COMPONENT_NAMES.map((name) => [name, true])), won: 58, lost: 42 },
  ...{ tradedNow: 999, mismatches: 0, restarts: 0, trades: 100, failedTrades: 0 },
};
const BASELINE: Baseline = {
  requests: 5_000,
  errorRate: 0.001,
  p99Ms: 10,
  winRate: 0.57,
  tradesPerRequest: 1,
  at: '2026-11-27T12:00:00.000Z',
};
const AT_5: Judged = { version: 'v1.2.5', share: 5, achieved: 5, baseline: BASELINE };

const verdictOf = (change: Partial<SideMeasures>, judged: Partial<Judged> = {}) =>
  judge({ ...GOOD, ...change }, { ...AT_5, ...judged });

test('all of it inside its figures is healthy', () => {
  expect(verdictOf({})).toMatchObject({ state: 'healthy', reasons: [] });
});

// biome-ignore format: a row a line
test.each<[string, Partial<SideMeasures>, string]>([
  ['1% and a bit of the requests fail', { errors: 10.5 }, 'error-rate'],
  ['two of the first three requests fail', { requests: 3, errors: 2 }, 'error-rate'],
  ['P99 20% and a bit above', { p99Ms: 12.01 }, 'p99'],
  ['a position does not match', { mismatches: 1 }, 'position-mismatch'],
  ['an instance does not answer', { up: { answering: 1, of: 2 } }, 'health'],
  ['a part is down', { components: { ...GOOD.components, database: false } }, 'health'],
  ['another version answers', { versions: ['v1.2.5', 'v1.2.4'] }, 'health'],
])('rolled back at once: %s', (_what, change, key) => {
  const verdict = verdictOf(change);
  expect(verdict.state).toBe('failing');
  expect(automaticBreach(verdict)?.key).toBe(key);
});

// biome-ignore format: a row a line
test.each<[string, Partial<SideMeasures>]>([
  ['exactly 1% fail', { errors: 10 }],
  ['P99 exactly 20% above', { p99Ms: 12 }],
])('not rolled back: %s', (_what, change) => {
  expect(automaticBreach(verdictOf(change))).toBeNull();
});

// biome-ignore format: a row a line
test.each<[string, Partial<SideMeasures>, string, string | null]>([
  ['win rate 15% below', { won: 48.5, lost: 51.5 }, 'win-rate', null],
  ['win rate more than 15% below', { won: 48, lost: 52 }, 'win-rate', 'propose'],
  ['win rate more than 20% below', { won: 45, lost: 55 }, 'win-rate', 'urgent'],
  ['latency 3 times', { p99Ms: 30 }, 'latency', null],
  ['latency more than 3 times', { p99Ms: 31 }, 'latency', 'propose'],
  ['latency more than 5 times', { p99Ms: 51 }, 'latency', 'urgent'],
  ['errors more than 10 times', { errors: 10.5 }, 'error-spike', 'urgent'],
  ['a restart', { restarts: 1 }, 'restarts', 'urgent'],
])('people are told: %s', (_what, change, key, effect) => {
  const found = proposals(verdictOf(change)).find((check) => check.key === key);
  expect(found?.effect ?? null).toBe(effect);
});

test.each([
  'up',
  'versions',
  'components',
  'requests',
  'errors',
  'p99Ms',
  'mismatches',
] as const satisfies readonly (keyof SideMeasures)[])('without %s nobody calls it healthy', (key) => {
  const verdict = verdictOf({ [key]: null });
  expect(verdict.state).toBe('insufficient');
  expect(verdict.reasons).not.toEqual([]);
  expect(automaticBreach(verdict)).toBeNull();
});

test('each part of the health check has to be measured', () => {
  for (const name of COMPONENT_NAMES) {
    const { [name]: _, ...others } = GOOD.components ?? {};
    expect(verdictOf({ components: others }).state).toBe('insufficient');
  }
  expect(verdictOf({ versions: [] }).state).toBe('insufficient');
  expect(verdictOf({ up: { answering: 0, of: 0 } }).state).toBe('insufficient');
});

test('too few requests, no baseline, a share that was not read back or is another: insufficient', () => {
  expect(verdictOf({ requests: 99 }).state).toBe('insufficient');
  expect(verdictOf({}, { baseline: null }).state).toBe('insufficient');
  expect(verdictOf({}, { achieved: null }).state).toBe('insufficient');
  expect(verdictOf({}, { achieved: 20 }).state).toBe('insufficient');
  expect(judge(null, AT_5, 'Prometheus does not answer.')).toEqual({
    ...{ state: 'insufficient', reasons: ['Prometheus does not answer.'], checks: [] },
  });
});

test('before it has traffic, its health and its positions are what counts', () => {
  const idle = { requests: 0, errors: 0, p99Ms: null, won: 0, lost: 0, restarts: null };
  expect(verdictOf(idle, { share: 0, achieved: 0, baseline: null }).state).toBe('healthy');
  expect(verdictOf({ ...idle, mismatches: 2 }, { share: 0, achieved: 0 }).state).toBe('failing');
});

test('too few trades hold nothing up: they are shown as not judged', () => {
  const verdict = verdictOf({ won: 2, lost: 1 });
  expect(verdict.state).toBe('healthy');
  expect(verdict.checks.find(({ key }) => key === 'win-rate')).toMatchObject({ state: 'none' });
});

test('a baseline takes enough requests, and a win rate of it enough trades', () => {
  const at = new Date(BASELINE.at);
  expect(baselineOf(GOOD, at)).toEqual({
    requests: 1_000,
    errorRate: 0.001,
    p99Ms: 10.2,
    winRate: 0.58,
    tradesPerRequest: 0.999,
    at: BASELINE.at,
  });
  expect(baselineOf({ ...GOOD, requests: 99 }, at)).toBeNull();
  expect(baselineOf({ ...GOOD, p99Ms: null }, at)).toBeNull();
  expect(baselineOf({ ...GOOD, won: 20, lost: 9 }, at)?.winRate).toBeNull();
  expect(baselineOf(null, at)).toBeNull();
});
