// The frozen text: one meaning, one hash; what makes it void, and what does not.
import { expect, test } from 'vitest';
import type { FormSnapshot } from '#lib/contract/signoff.ts';
import { SNAPSHOT } from '#test/signoff-snapshot.ts';
import {
  differencesOf,
  differenceText,
  type LiveFacts,
  missingFrom,
  narrowOf,
  openingBlocks,
  snapshotOf,
  snapshotText,
} from './signoff-snapshot.ts';

const LIVE: LiveFacts = {
  ...{ configuration: SNAPSHOT.configuration, criteria: SNAPSHOT.criteria, build: SNAPSHOT.build },
  ...{ epoch: 1, changes: SNAPSHOT.changes, blind: [] },
};
const [change, other] = SNAPSHOT.changes;
const [criterion, hedge] = SNAPSHOT.criteria;
if (!change || !other || !criterion || !hedge) throw new Error('the snapshot of the tests lacks its parts');

test('the same form gives the same text in whatever order it was put together, and comes back from it', () => {
  const { text, hash } = snapshotText(SNAPSHOT);
  const turned = Object.fromEntries(Object.entries(SNAPSHOT).reverse()) as unknown as FormSnapshot;
  expect(snapshotText(turned)).toEqual({ text, hash });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(snapshotOf(text)).toEqual(SNAPSHOT);
  expect(snapshotText({ ...SNAPSHOT, gate: 3 }).hash).not.toBe(hash);
});

test('nothing has changed: new samples, other instances of the same build, other switches', () => {
  expect(differencesOf(SNAPSHOT, LIVE)).toEqual([]);
  const measured = SNAPSHOT.criteria.map((one) => ({ ...one, measured: '99.9%', evidence: 'more of them' }));
  const build = [...SNAPSHOT.build, { service: 'router', version: '1.4.0' }].reverse();
  expect(differencesOf(SNAPSHOT, { ...LIVE, criteria: measured, build })).toEqual([]);
});

const VOID: readonly [string, Partial<LiveFacts>, string][] = [
  [
    'a parameter',
    { configuration: [{ label: 'Symbols', value: 'BTC' }, ...SNAPSHOT.configuration.slice(1)] },
    'Symbols was BTC, ETH and is BTC.',
  ],
  [
    'a parameter that is gone',
    { configuration: SNAPSHOT.configuration.slice(1) },
    'Symbols was BTC, ETH and is nothing.',
  ],
  [
    'a limit',
    { criteria: [criterion, { ...hedge, required: '> 98%' }] },
    'Hedge executed on time was Hedge executed on time, > 99% and is Hedge executed on time, > 98%.',
  ],
  [
    'a criterion more',
    { criteria: [criterion, hedge, { ...criterion, key: 'new', title: 'New' }] },
    'New was nothing and is New, 0.',
  ],
  [
    'a verdict',
    { criteria: [criterion, { ...hedge, verdict: 'fail', measured: '98.7%' }] },
    `Hedge executed on time was pass, 99.04% and is fail, 98.7%, ${hedge.evidence}.`,
  ],
  [
    'a build',
    { build: [{ service: 'router', version: '1.5.0' }, ...SNAPSHOT.build.slice(1)] },
    'router was 1.4.0 and is 1.5.0.',
  ],
  [
    'a second build beside the first',
    { build: [...SNAPSHOT.build, { service: 'router', version: '1.5.0' }] },
    'router was 1.4.0 and is 1.4.0, 1.5.0.',
  ],
  [
    'a switch in the difference',
    { changes: [{ ...change, from: '2500' }, other] },
    'normal_threshold.BTC was 5000 to 10000 and is 2500 to 10000.',
  ],
  [
    'a switch that holds already',
    { changes: [change] },
    'max_internal_exposure_usd was 100000 to 500000 and is no change.',
  ],
  ['a restored database', { epoch: 2 }, 'The database was restored: it was epoch 1 and is epoch 2.'],
];

test.each(VOID)('%s makes it void, and the sentence says what', (_what, now, sentence) => {
  const differences = differencesOf(SNAPSHOT, { ...LIVE, ...now });
  expect(differences.map(differenceText)).toEqual([sentence]);
});

test('only narrow results are confirmed', () => {
  expect(narrowOf(SNAPSHOT)).toEqual(['hedge']);
});

test('of targets so many have to pass, whichever they are', () => {
  const target = (key: string, verdict: string) => ({
    ...criterion,
    key,
    verdict,
    group: 'Targets',
    least: 2,
  });
  const of = (...verdicts: string[]) => [
    criterion,
    ...verdicts.map((one, place) => target(`t${place}`, one)),
  ];
  const frozen = { ...SNAPSHOT, criteria: of('pass', 'pass', 'fail') };
  const differences = (...verdicts: string[]) =>
    differencesOf(frozen, { ...LIVE, criteria: of(...verdicts) }).map(differenceText);
  expect(differences('pass', 'fail', 'pass')).toEqual([]);
  expect(differences('pass', 'fail', 'fail')).toEqual(['Targets was 2 pass and is 1 pass.']);
  const missing = (...verdicts: string[]) => missingFrom(frozen, { ...LIVE, criteria: of(...verdicts) });
  expect(differences('pass', 'insufficient', 'fail')).toEqual([]);
  expect(missing('pass', 'insufficient', 'fail')).toEqual([
    { what: 'Targets', was: '2 pass', why: '1 pass, and of 1 nobody can tell.' },
  ]);
  expect(missing('pass', 'insufficient', 'pass')).toEqual([]);
  expect(missing('insufficient', 'fail', 'fail')).toEqual([]);
});

test('a figure that nobody can tell is missing, and so is a guard that sees nothing: neither is a difference', () => {
  const gone = { ...criterion, verdict: 'insufficient', measured: 'no data', evidence: 'HTTP 503' };
  const live = {
    ...LIVE,
    criteria: [gone, hedge],
    blind: [{ title: 'The guard "Errors"', why: 'HTTP 503' }],
  };
  expect(differencesOf(SNAPSHOT, live)).toEqual([]);
  expect(missingFrom(SNAPSHOT, live)).toEqual([
    { what: 'No symbol conflicts', was: 'pass, 0', why: 'HTTP 503' },
    { what: 'The guard "Errors"', was: 'armed', why: 'HTTP 503' },
  ]);
  expect(missingFrom(SNAPSHOT, LIVE)).toEqual([]);
});

test('opening: every figure meets its target, and somebody reports a build', () => {
  const [metric] = SNAPSHOT.metrics;
  if (!metric) throw new Error('the snapshot of the tests lacks its parts');
  const form = {
    metrics: [{ key: metric.key, title: metric.title, query: 'up', is: '>', target: 90, unit: '%' }],
  } as const;
  expect(openingBlocks(SNAPSHOT, form)).toEqual([]);
  const missed = { ...metric, value: '89', verdict: 'fail' };
  const unknown = { ...metric, title: 'Error rate', value: null, verdict: 'insufficient' };
  const few = { ...metric, value: '91.7', verdict: 'insufficient' as const };
  expect(openingBlocks({ metrics: [few], build: SNAPSHOT.build }, form)).toEqual([
    `${metric.title}: 91.7 so far, and too little was measured to say.`,
  ]);
  expect(openingBlocks({ metrics: [missed, unknown], build: [] }, form)).toEqual([
    `${metric.title}: 89, and its target is > 90%.`,
    'Error rate: no data, and its target is > 90%.',
    expect.stringMatching(/^No instance of the venue reports/),
  ]);
  const ofCriterion = { metrics: [{ key: metric.key, title: metric.title, criterion: 'demo-acceptance' }] };
  expect(openingBlocks({ metrics: [missed], build: SNAPSHOT.build }, ofCriterion)).toEqual([]);
});
