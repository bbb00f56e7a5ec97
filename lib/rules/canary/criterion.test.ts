// No data, too little, too old, a baseline of another size: none of it passes; what is measured is held to the target exactly.
import { describe, expect, test } from 'vitest';
import type { Comparator } from '#lib/catalog/programme-types.ts';
import {
  type CriterionFacts,
  enoughInSeconds,
  guardState,
  holds,
  judge,
  judgeMetric,
  type Measured,
  type Sample,
} from './criterion.ts';

const NOW = new Date('2026-03-19T02:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);

const CRITERION = {
  kind: 'metric',
  query: 'q',
  over: 'stage',
  is: '>',
  target: 99,
  unit: '%',
  narrow: 0.1,
  samples: { query: 'c', least: 100, of: 'orders' },
} as const;

const SAMPLE: Sample = { at: ago(5), value: 99.5, count: 100, baseline: null, problem: null };
/** An hour of rounds, all of them answered. */
const WHOLE: Measured = { latest: SAMPLE, good: 240, since: ago(3_600) };

const judged = (latest: Partial<Sample> | undefined, more: Partial<Measured> = {}) =>
  judgeMetric(CRITERION, { ...WHOLE, latest: latest && { ...SAMPLE, ...latest }, ...more }, NOW);

test.each<[Comparator, number[]]>([
  ['<', [1]],
  ['<=', [1, 2]],
  ['=', [2]],
  ['>=', [2, 3]],
  ['>', [3]],
])('%s 2 holds for %j of 1, 2, 3', (is, wanted) => {
  expect([1, 2, 3].filter((value) => holds(value, is, 2))).toEqual(wanted);
  expect(holds(Number.NaN, is, 2)).toBe(false);
});

test('it passes with the value, what it rests on and how much was measured', () => {
  expect(judged({})).toEqual({
    ...{ verdict: 'pass', value: 99.5, count: 100, coverage: 1, narrow: false },
    why: '100 orders',
  });
});

test.each([
  [99.1, 'pass', true],
  [99.2, 'pass', false],
  [99, 'fail', false],
  [98.99, 'fail', false],
])('%d%% is %s, narrow: %s', (value, verdict, narrow) => {
  expect(judged({ value })).toMatchObject({ verdict, narrow, value });
});

test.each([
  ['nothing is missing', 240, 3_600, 0],
  ['less than may be missing', 230, 3_600, 0],
  ['a bot that started two minutes late', 0, 120, 2_280],
  ['the same later in its half hour', 32, 600, 1_800],
  ['the gap of a minute and a half, at the end of half an hour', 114, 1_800, 0],
  ['a longer one', 112, 1_800, 600],
  ['before the first round', 0, 10, 0],
])('enough of the time was measured: %s', (_, good, seconds, wanted) => {
  expect(enoughInSeconds({ good, since: ago(seconds) }, NOW)).toBe(wanted);
});

test.each<[string, Partial<Sample> | undefined, Partial<Measured>, string]>([
  ['nothing yet', undefined, { good: 0 }, 'Nothing was measured yet.'],
  ['a problem', { value: null, problem: 'down: no' }, {}, 'down: no'],
  ['an old answer', { at: ago(46) }, {}, 'The newest answer is 46 s old.'],
  ['no count', { count: null }, {}, '0 of at least 100 orders.'],
  ['too few', { count: 99.9 }, {}, '99 of at least 100 orders.'],
  ['a count that is no number', { count: Number.NaN }, {}, ''],
  ['gaps', {}, { good: 227 }, 'Only 94% of the time was measured.'],
  ['not a number', { value: Number.NaN }, {}, 'The value is not a number.'],
  ['infinite', { value: Number.POSITIVE_INFINITY }, {}, 'The value is not a number.'],
  ['the first second of a stage', {}, { good: 1, since: ago(5) }, 'Only 0% of the time was measured.'],
])('insufficient: %s', (_, latest, more, why) => {
  const found = judged(latest, more);
  expect(found).toMatchObject({ verdict: 'insufficient', narrow: false });
  if (why) expect(found.why).toBe(why);
});

test('coverage of 95% is enough, an answer of 45 s is fresh', () => {
  expect(judged({ at: ago(45) }, { good: 228 }).verdict).toBe('pass');
});

describe('against a baseline', () => {
  const ratio = {
    ...CRITERION,
    is: '<=',
    target: 1.2,
    baseline: { title: 'demo', query: 'b', samples: 'n', ageGapSeconds: 'g' },
  } as const;
  const against = (baseline: Sample['baseline'], value = 110) =>
    judgeMetric(ratio, { ...WHOLE, latest: { ...SAMPLE, value, count: 1_000, baseline } }, NOW);

  test('the ratio is judged', () => {
    expect(against({ value: 100, count: 1_000, ageGapSeconds: 0 })).toMatchObject({
      verdict: 'pass',
      value: 1.1,
    });
    expect(against({ value: 100, count: 1_000, ageGapSeconds: 0 }, 121)).toMatchObject({ verdict: 'fail' });
  });

  test.each([
    ['none', null],
    ['no value', { value: null, count: 1_000, ageGapSeconds: 0 }],
    ['no size', { value: 100, count: null, ageGapSeconds: 0 }],
    ['no age', { value: 100, count: 1_000, ageGapSeconds: null }],
    ['another age', { value: 100, count: 1_000, ageGapSeconds: -301 }],
    ['another size', { value: 100, count: 799, ageGapSeconds: 0 }],
    ['much larger', { value: 100, count: 1_251, ageGapSeconds: 0 }],
    ['zero', { value: 0, count: 1_000, ageGapSeconds: 0 }],
  ])('insufficient: %s', (_, baseline) => {
    expect(against(baseline)).toMatchObject({ verdict: 'insufficient', value: null });
  });

  test('an answer that is too old is no ratio: its milliseconds are not shown as one', () => {
    const old = {
      ...SAMPLE,
      at: ago(60),
      value: 110,
      baseline: { value: 100, count: 100, ageGapSeconds: 0 },
    };
    expect(judgeMetric(ratio, { ...WHOLE, latest: old }, NOW)).toMatchObject({
      ...{ verdict: 'insufficient', value: null },
      why: 'The newest answer is 60 s old.',
    });
  });
});

const FACTS: CriterionFacts = {
  evidence: () => undefined,
  switch: () => null,
  openP0: null,
  auditWhole: null,
  measured: () => WHOLE,
};

test.each([
  ['a metric', { ...CRITERION }, {}, 'pass'],
  ['nobody looked', { kind: 'manual', ask: '', over: 'stage' }, {}, 'insufficient'],
  [
    'seen',
    { kind: 'manual', ask: '', over: 'stage' },
    { evidence: () => ({ holds: true, by: 'x', file: null }) },
    'pass',
  ],
  [
    'seen, not so',
    { kind: 'manual', ask: '', over: 'stage' },
    { evidence: () => ({ holds: false, by: 'x', file: null }) },
    'fail',
  ],
  ['a limit that is off', { kind: 'switch', switch: 'daily_net_loss_limit', is: 'set' }, {}, 'fail'],
  [
    'a limit',
    { kind: 'switch', switch: 'daily_net_loss_limit', is: 'set' },
    { switch: (): unknown => '500000' },
    'pass',
  ],
  [
    'on',
    { kind: 'switch', switch: 'prefunding_quiet_window', is: 'on' },
    { switch: (): unknown => true },
    'pass',
  ],
  [
    'not on',
    { kind: 'switch', switch: 'prefunding_quiet_window', is: 'on' },
    { switch: (): unknown => false },
    'fail',
  ],
  ['no P0', { kind: 'no-p0' }, {}, 'pass'],
  ['a P0', { kind: 'no-p0' }, { openP0: { number: 1, title: 'HL' } }, 'fail'],
  ['never verified', { kind: 'audit' }, {}, 'insufficient'],
  ['whole', { kind: 'audit' }, { auditWhole: true }, 'pass'],
  ['broken', { kind: 'audit' }, { auditWhole: false }, 'fail'],
] as const)('%s', (_, criterion, facts, verdict) => {
  const whole = { key: 'k', title: 't', ...criterion } as Parameters<typeof judge>[0];
  expect(judge(whole, { ...FACTS, ...facts } as CriterionFacts, NOW).verdict).toBe(verdict);
});

test.each([
  ['daily_net_loss_limit', '500000', '$500,000'],
  ['daily_net_loss_limit', null, 'off'],
  ['prefunding_quiet_window', true, 'on'],
  ['prefunding_quiet_window', false, 'off'],
  ['routing_mode', 'HL_MODE', 'HL_MODE'],
])('%s as %j is told as %s', (name, value, words) => {
  const criterion = { key: 'k', title: 't', kind: 'switch', switch: name, is: 'set' } as Parameters<
    typeof judge
  >[0];
  expect(judge(criterion, { ...FACTS, switch: () => value }, NOW).why).toBe(words);
});

test.each([
  ['armed', { at: ago(5), value: 1 }],
  ['breached', { at: ago(5), value: 1.01 }],
  ['blind', { at: ago(5), value: null }],
  ['blind', { at: ago(5), value: Number.NaN }],
  ['blind', { at: ago(46), value: 5 }],
  ['blind', undefined],
] as const)('a guard is %s', (state, latest) => {
  expect(guardState({ is: '>', threshold: 1 }, latest, NOW)).toBe(state);
});
