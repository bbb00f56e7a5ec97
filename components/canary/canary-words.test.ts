import { expect, test } from 'vitest';
import type { CanaryBody, CriterionView, WatchView } from '#lib/contract/canary.ts';
import {
  gapWords,
  measuredWords,
  passWords,
  requiredWords,
  resultOf,
  spanWords,
  valueWords,
  waitWords,
  watchWords,
} from './canary-words.ts';

test.each([
  [99.04, '%', '99.04%'],
  [0.004, '%', '0.004%'],
  [612_400.4, 'usd', '$612,400'],
  [-12, 'usd', '-$12'],
  [50, 'usd', '$50'],
  [-0.001_84, 'usd', '-$0.0018'],
  [-0.000_01, 'usd', '$0'],
  [121.4, 'ms', '121 ms'],
  [0.41, 's', '0.41 s'],
  [1_000_000, 'per day', '1,000,000/day'],
  [1.2, 'ratio', '1.2x'],
  [0, 'count', '0'],
  [null, 'ms', '–'],
])('%s %s is shown as %s', (value, unit, words) => {
  expect(valueWords(value, unit)).toBe(words);
});

const metric = {
  kind: 'metric',
  is: '=',
  target: 0,
  unit: 'count',
  value: 0,
  verdict: 'pass',
} as CriterionView;

test('zero of something is none', () => {
  expect([requiredWords(metric), measuredWords(metric)]).toEqual(['none', 'none']);
  expect(requiredWords({ ...metric, is: '>=', target: 90, unit: '%' })).toBe('≥ 90%');
});

test('a narrow pass is counted as one, and named', () => {
  const narrow = { ...metric, narrow: true };
  expect([resultOf(narrow), resultOf({ ...narrow, verdict: 'fail' })]).toEqual(['narrow', 'fail']);
  const open = { ...metric, verdict: 'insufficient' as const };
  expect(passWords([{ criteria: [metric, narrow] }, { criteria: [open] }])).toBe('2 of 3 pass, 1 narrowly');
});

test.each([
  [40, '40 s'],
  [1_560, '26 min'],
  [7_200, '2 h'],
  [273_600, '3 d 4 h'],
  [259_200, '3 d'],
])('%i seconds are %s', (seconds, words) => {
  expect(spanWords(seconds)).toBe(words);
});

test('until it may be tried again, the whole moment is said; then nothing', () => {
  const at = '2026-03-21T02:00:00.250Z';
  expect(waitWords(at, Date.parse(at) - 1)).toBe('May be tried again from 21 Mar 2026, 02:00:00.250 UTC.');
  expect([waitWords(at, Date.parse(at)), waitWords(null, 0)]).toEqual([null, null]);
});

test('gaps that lengthen the stage are said with what is missing, others are not', () => {
  const figures = [
    { title: 'Latency, P95', enoughInSeconds: 1_800 },
    { title: 'Error rate', enoughInSeconds: 2_280 },
    { title: 'Audit trail', enoughInSeconds: null },
  ];
  const body = (remainingSeconds: number, endedAt: string | null = null) =>
    ({
      run: { endedAt },
      clock: { remainingSeconds },
      groups: [{ criteria: figures }],
    }) as unknown as CanaryBody;
  expect(gapWords(body(1_680))).toBe(
    'Error rate and 1 more: some of the time has no figure, and 95% of it has to be measured. Without another gap the stage takes 10 min longer.',
  );
  expect(gapWords(body(1_800))).toMatch(/^Error rate: .* 8 min longer\.$/);
  expect(gapWords(body(2_280))).toBeNull();
  expect(gapWords(body(0, '2026-11-28T04:00:00.000Z'))).toBeNull();
});

const WATCH: WatchView = {
  ...{ askedAt: '2026-03-19T02:00:00Z', skewMs: 12.4, skewed: false, roundTripMs: 8.2 },
  ...{ problem: null, problemSince: null },
};

test.each<[string, WatchView | null, boolean, string]>([
  ['well', WATCH, false, 'Prometheus answers in 8 ms, clock +12 ms'],
  [
    'with a wrong clock',
    { ...WATCH, skewMs: -10_000, skewed: true },
    true,
    'The clock of Prometheus is wrong, clock -10000 ms: windows are not what they say.',
  ],
  [
    'not at all',
    { ...WATCH, skewMs: null, problem: 'down: nobody listens.' },
    true,
    'Prometheus gives no answers. down: nobody listens.',
  ],
  ['never yet', null, true, 'Prometheus was not asked yet.'],
])('Prometheus answers %s', (_how, watch, bad, words) => {
  expect(watchWords(watch)).toEqual({ words, bad });
});
