// Manual 2's triggers that a figure tells (unusual behaviour is a person's to judge), line by line: which of ours each is, what it does, and that it fires just above its figure and not at it.
import { expect, test } from 'vitest';
import { COMPONENT_NAMES, TRIGGER_KEYS, type TriggerKey } from '#lib/catalog/releases.ts';
import type { Judged } from './release-checks.ts';
import type { Baseline, SideMeasures } from './release-measures.ts';
import { judge } from './release-verdict.ts';

const UP = Object.fromEntries(COMPONENT_NAMES.map((name) => [name, true]));
const GOOD: SideMeasures = {
  ...{ up: { answering: 2, of: 2 }, versions: ['v1.2.5'], components: UP, requests: 1_000, errors: 1 },
  ...{
    p99Ms: 10,
    won: 57,
    lost: 43,
    tradedNow: 900,
    mismatches: 0,
    restarts: 0,
    trades: 900,
    failedTrades: 0,
  },
};
const BASELINE: Baseline = {
  ...{ requests: 5_000, errorRate: 0.001, p99Ms: 10, winRate: 0.5, tradesPerRequest: 0.9 },
  at: '2026-11-27T12:00:00.000Z',
};
const JUDGED: Judged = { version: 'v1.2.5', share: 20, achieved: 20, baseline: BASELINE };
/** Few errors before, so that ten times as many are fewer than 1%. */
const CALM: Baseline = { ...BASELINE, errorRate: 0.000_4 };

type Row = [
  line: string,
  key: TriggerKey,
  effect: string,
  over: Partial<SideMeasures>,
  at: Partial<SideMeasures>,
  baseline?: Baseline,
];

// biome-ignore format: a row a line
const MANUAL_2: Row[] = [
  // Part 4, immediate rollback.
  ['Errors spike > 10x baseline', 'error-spike', 'urgent', { errors: 5 }, { errors: 4 }, CALM],
  ['Position mismatches detected', 'position-mismatch', 'automatic', { mismatches: 1 }, { mismatches: 0 }],
  ['Trading halted unexpectedly', 'trading-halted', 'urgent', { tradedNow: 0 }, { tradedNow: 1 }],
  ['Crashes', 'health', 'automatic', { up: { answering: 1, of: 2 } }, { up: { answering: 2, of: 2 } }],
  ['Restarts', 'restarts', 'urgent', { restarts: 1 }, { restarts: 0 }],
  // Part 4, cautious rollback.
  ['Win rate drops > 20%', 'win-rate', 'urgent', { won: 39, lost: 61 }, { won: 43, lost: 57 }],
  ['Latency increases > 5x', 'latency', 'urgent', { p99Ms: 50.1 }, { p99Ms: 30 }],
  // Part 7, automatic rollback.
  ['Error rate > 1%', 'error-rate', 'automatic', { errors: 10.1 }, { errors: 10 }],
  ['Any position mismatch detected', 'position-mismatch', 'automatic', { mismatches: 1 }, { mismatches: 0 }],
  ['Critical component fails health check', 'health', 'automatic', { components: { ...UP, node: false } }, { components: UP }],
  // Part 7, manual rollback.
  ['Win rate drops > 15%', 'win-rate', 'propose', { won: 42, lost: 58 }, { won: 43, lost: 57 }],
  ['Latency increases > 3x', 'latency', 'propose', { p99Ms: 30.1 }, { p99Ms: 30 }],
  // Ours (product.md): latency is judged long before it is three times as much.
  ['P99 +20%', 'p99', 'automatic', { p99Ms: 12.1 }, { p99Ms: 12 }],
];

const checkOf = (key: TriggerKey, change: Partial<SideMeasures>, baseline: Baseline = BASELINE) =>
  judge({ ...GOOD, ...change }, { ...JUDGED, baseline }).checks.find((check) => check.key === key);

test.each(MANUAL_2)('%s: %s, %s', (_line, key, effect, over, at, baseline) => {
  const fired = checkOf(key, over, baseline);
  expect(fired).toMatchObject({ state: 'fail', effect });
  expect(fired?.why).not.toBe('');
  expect(checkOf(key, at, baseline)?.state).not.toBe('fail');
});

test('every trigger of the catalogue is one of the manual', () => {
  expect(new Set(MANUAL_2.map(([, key]) => key))).toEqual(new Set(TRIGGER_KEYS));
});

test('a halt is told from a lull: no trade where ten were due, and nobody is blamed for less', () => {
  const halted = (requests: number, baseline: Baseline) =>
    checkOf('trading-halted', { requests, tradedNow: 0 }, baseline)?.state;
  const slow: Baseline = { ...BASELINE, tradesPerRequest: 0.01 };
  expect(halted(1_000, slow)).toBe('fail');
  expect(halted(999, slow)).toBe('none');
  expect(halted(1_000, { ...slow, tradesPerRequest: null })).toBe('none');
  expect(checkOf('trading-halted', { tradedNow: null })?.state).toBe('none');
  // What Prometheus extrapolates is never a whole number.
  expect(checkOf('trading-halted', { tradedNow: 0.3 })?.state).toBe('fail');
});
