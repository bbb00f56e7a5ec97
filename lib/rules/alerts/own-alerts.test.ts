// What Bulkhead says of itself: once when it begins, once when it is over, and nothing where it cannot know.
import { describe, expect, test } from 'vitest';
import { OWN_ALERTS } from '#lib/catalog/alerts/own.ts';
import { effectOf } from '#lib/rules/changes/effect.ts';
import { readDelivery } from './delivery.ts';
import { fingerprintOf, type KnownOwn, type OwnFacts, tellings, toldOfLost, wrongsOf } from './own-alerts.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 31, 9, minute));
const NOW = at(30);
const ALL = new Set(Object.keys(OWN_ALERTS));
const NOTHING: OwnFacts = {
  ...{ missed: [], silent: [], ahead: [], differing: [], broken: null, unreviewed: [], passed: [] },
  ...{ drift: null, silentPipelines: [], blindGuards: [], releases: [], contradicted: [] },
};
const lagging = effectOf(
  [
    { id: 'router-01', appliedAfterMs: 20, silentForMs: 0 },
    { id: 'router-02', appliedAfterMs: null, silentForMs: 0 },
  ],
  1_000,
  5_000,
);
const missed = { changeSetId: 'c1', revision: 7, dueAt: at(10), effect: lagging, effectiveAt: null };
const EVERYTHING: OwnFacts = {
  missed: [missed],
  silent: [{ id: 'router-02', service: 'router', since: at(11) }],
  ahead: [{ id: 'router-03', position: '1.99' }],
  differing: ['routing_mode'],
  broken: { seq: 12, why: 'Entry 12 is not what it was' },
  unreviewed: [{ id: 'g1', incident: 'INC-1', by: 'Ann', at: at(12) }],
  passed: [{ id: 'd1', switch: 'hedge_enabled', symbol: null, owner: 'Ann', until: at(13) }],
  drift: { pressId: 'p1', level: 1, switches: ['hedge_enabled'] },
  silentPipelines: [{ name: 'prometheus eu', since: at(14) }],
  blindGuards: [{ runId: 'run', number: 3, guards: ['Errors pass 1%'], since: at(15) }],
  releases: (['failing', 'rolled-back', 'blind'] as const).map((what) => ({
    ...{ what, number: 3, version: 'v1.2.5', why: 'Why.', endedAt: null },
    since: what === 'rolled-back' ? at(15) : null,
  })),
  contradicted: [{ id: 'w1', number: 2, state: 'rejected', outcome: 'sent', at: at(16) }],
};

const say = (facts: OwnFacts, known: readonly KnownOwn[] = [], judged: ReadonlySet<string> = ALL) =>
  tellings(wrongsOf(facts), known, NOW, judged);

/** As they stand in the database when everything that was said has been taken. */
const taken = (facts: OwnFacts, resolvedAt: Date | null = null): KnownOwn[] =>
  say(facts).map(({ fingerprint, startsAt, labels }) => ({
    ...{ fingerprint, startsAt: new Date(startsAt), alert: labels.bulkhead_alert ?? '', resolvedAt },
  }));

test('each of its alerts is said in the words of Alertmanager, and names what it is about', () => {
  const told = say(EVERYTHING);
  const watched = Object.keys(OWN_ALERTS).filter((key) => key !== 'alerts-lost');
  expect([...new Set(told.map(({ labels }) => labels.bulkhead_alert))].sort()).toEqual(watched.sort());
  const { occurrences, rejected } = readDelivery(JSON.stringify({ alerts: told }));
  expect([occurrences.length, rejected]).toEqual([told.length, []]);
  const slow = occurrences.find(({ alert }) => alert === 'propagation-slow');
  expect(slow).toMatchObject({ status: 'firing', startsAt: at(10), priority: 'P0' });
  expect(slow?.annotations).toEqual([
    ['summary', 'Revision 7: 1 of 2 instances, budget 1,000 ms; late: router-02'],
  ]);
});

test('what is open is not said again; what is gone is said to be over, since when where that is known', () => {
  const known = taken(EVERYTHING);
  expect(say(EVERYTHING, known)).toEqual([]);
  const over = say({ ...NOTHING, missed: [{ ...missed, effectiveAt: at(29) }] }, known);
  expect(over.map(({ status }) => status)).toEqual(known.map(() => 'resolved'));
  expect(over.filter(({ endsAt }) => endsAt === at(29).toISOString())).toHaveLength(1);
  expect(over.filter(({ endsAt }) => endsAt === NOW.toISOString())).toHaveLength(known.length - 1);
  expect(over.map(({ startsAt }) => startsAt).sort()).toEqual(
    known.map(({ startsAt }) => startsAt.toISOString()).sort(),
  );
});

test('what comes again is another occurrence, from now where it began with the first', () => {
  const silent = { ...NOTHING, silent: EVERYTHING.silent };
  const known = taken(silent, at(20));
  expect(say(silent, known)).toMatchObject([{ startsAt: NOW.toISOString() }]);
  const anew = { ...NOTHING, silent: [{ id: 'router-02', service: 'router', since: at(25) }] };
  expect(say(anew, known)).toMatchObject([{ startsAt: at(25).toISOString() }]);
});

describe('once', () => {
  test('a missed budget that is over by now is told as over, and never again', () => {
    const facts = { ...NOTHING, missed: [{ ...missed, effectiveAt: at(11) }] };
    expect(say(facts)).toMatchObject([{ status: 'resolved', endsAt: at(11).toISOString() }]);
    expect(say(facts, taken(facts, at(11)))).toEqual([]);
    expect(say({ ...NOTHING, missed: [missed] }, taken(facts, at(11)))).toEqual([]);
  });

  test('a silence that somebody said is over stays over; the next one is told', () => {
    const facts = { ...NOTHING, silentPipelines: EVERYTHING.silentPipelines };
    const known = taken(facts, at(20));
    expect(say(facts, known)).toEqual([]);
    const next = { ...NOTHING, silentPipelines: [{ name: 'prometheus eu', since: at(28) }] };
    expect(say(next, known)).toMatchObject([{ status: 'firing', startsAt: at(28).toISOString() }]);
  });
});

test('of what is not judged nothing is said, neither that it began nor that it is over', () => {
  const judged = new Set([...ALL].filter((key) => key !== 'instance-silent'));
  const silent = { ...NOTHING, silent: EVERYTHING.silent };
  expect(say(silent, [], judged)).toEqual([]);
  expect(say(NOTHING, taken(silent), judged)).toEqual([]);
});

test('fingerprints are plain and short, whatever somebody called a thing', () => {
  for (const what of ['a b', 'é', '', 'x'.repeat(5_000), '\u202e'])
    expect(fingerprintOf({ alert: 'instance-silent', what })).toMatch(/^instance-silent:[0-9a-f]{64}$/);
  expect(fingerprintOf({ alert: 'instance-silent', what: 'router-01' })).toBe('instance-silent:router-01');
});

test('alerts that Alertmanager left out are told of by the delivery that lacks them', () => {
  expect(readDelivery(JSON.stringify({ alerts: [toldOfLost(5n, 1_200, at(1))] })).occurrences).toMatchObject([
    {
      alert: 'alerts-lost',
      startsAt: at(1),
      annotations: [['summary', expect.stringMatching(/^Alertmanager left 1,200/)]],
    },
  ]);
});
