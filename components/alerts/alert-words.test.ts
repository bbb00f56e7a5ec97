// Clocks, states and the chain of a firing at every stage, as the board says them.
import { describe, expect, test } from 'vitest';
import type { FiringView } from '#lib/contract/alerts.ts';
import type { ChainStepView } from '#lib/contract/on-call.ts';
import { timelineOf } from './alert-timeline.ts';
import {
  chainOf,
  clockWords,
  evidenceOf,
  groupWords,
  measured,
  measuredBeside,
  mostPressing,
  namesWords,
  stateWords,
  timesWords,
} from './alert-words.ts';

const FIRED = Date.parse('2026-03-19T03:10:05Z');
const at = (seconds: number): string => new Date(FIRED + seconds * 1_000).toISOString();
const BY = { kind: 'person', id: 'p', name: 'M. Okafor' } as const;

function firing(more: Partial<FiringView> = {}): FiringView {
  return {
    ...{ id: 'f', number: 3119, alert: 'hedge-margin-low', title: 'Hedge account margin', priority: 'P0' },
    ...{ drill: false, source: 'alertmanager', labels: [], firedAt: at(0), receivedAt: at(2) },
    ...{ confirmedAt: null, confirmedBy: null, actedAt: null, actedBy: null, effectiveAt: null },
    ...{ resolvedAt: null, owner: null, told: 1, changeSetId: null },
    confirm: { dueAt: at(300), stoppedAt: more.confirmedAt ?? null, late: false },
    act: { dueAt: at(600), stoppedAt: more.effectiveAt ?? null, late: false },
    ...more,
  };
}
const confirmed = { confirmedAt: at(72), confirmedBy: BY, owner: { id: 'p', name: 'M. Okafor' } };

describe('the clocks', () => {
  test('run down from fired on, and say how late it is afterwards', () => {
    expect(clockWords(firing(), 'confirm', FIRED + 162_000)).toMatchObject({
      ...{ label: 'Confirm in', text: '2:18', tone: 'crit', running: true, share: 0.54 },
    });
    expect(clockWords(firing(), 'act', FIRED + 162_000)).toMatchObject({ text: '7:18', tone: 'plain' });
    expect(clockWords(firing(), 'act', FIRED + 436_000)).toMatchObject({ text: '2:44', tone: 'risk' });
    expect(clockWords(firing(), 'act', FIRED + 560_000)).toMatchObject({ text: '0:40', tone: 'crit' });
    expect(clockWords(firing(), 'confirm', FIRED + 312_000)).toMatchObject({
      ...{ label: 'Confirm, late by', text: '0:12', tone: 'crit', share: 1 },
    });
  });

  test('stand still once it is done, however much later anybody looks', () => {
    const done = firing({ ...confirmed, actedAt: at(100), effectiveAt: at(103) });
    expect(clockWords(done, 'confirm', FIRED + 9e6)).toMatchObject({
      ...{ label: 'Confirmed in', text: '1:12', tone: 'ok', running: false, spoken: '' },
    });
    expect(clockWords(done, 'act', FIRED + 9e6)).toMatchObject({ label: 'Effective in', text: '1:43' });
    const late = firing({ ...confirmed, confirm: { dueAt: at(300), stoppedAt: at(372), late: true } });
    expect(clockWords(late, 'confirm', FIRED + 9e6).tone).toBe('crit');
  });

  test('are over where it ended before anybody did anything', () => {
    const stopped = { dueAt: at(300), stoppedAt: at(40), late: false };
    const over = firing({ resolvedAt: at(40), confirm: stopped });
    expect(clockWords(over, 'confirm', FIRED + 9e6)).toMatchObject({ text: 'Over', tone: 'plain' });
    expect(timesWords(over)).toBe('It ended before anybody confirmed it');
  });

  test('speak only at the marks, with the name of the firing', () => {
    const said = (left: number) => clockWords(firing(), 'confirm', FIRED + (300 - left) * 1_000).spoken;
    expect([said(119), said(100), said(61)]).toEqual(Array(3).fill('A-3119: confirm, 2 minutes left'));
    expect(said(30)).toBe('A-3119: confirm, 30 seconds left');
  });
});

test('a state for each moment', () => {
  expect(stateWords(firing())).toEqual({ tone: 'crit', text: 'Not confirmed' });
  expect(stateWords(firing({ priority: 'P1' })).tone).toBe('plain');
  expect(stateWords(firing(confirmed))).toEqual({ tone: 'plain', text: 'M. Okafor, 1:12' });
  const acted = firing({ ...confirmed, actedAt: at(100) });
  const effect = { applied: 12, expected: 14 } as Parameters<typeof stateWords>[1];
  expect(stateWords(acted, effect)).toEqual({ tone: 'risk', text: 'Taking effect 12/14' });
  expect(stateWords({ ...acted, effectiveAt: at(103) }).text).toBe('Effective');
  expect(stateWords({ ...acted, resolvedAt: at(200) }).text).toBe('Over');
  expect(timesWords({ ...acted, effectiveAt: at(280) })).toBe('Confirmed in 1:12, effective in 4:40');
});

describe('the chain', () => {
  const states = (one: FiringView) => chainOf(one).map(({ state }) => state);

  test('says who was told, who is next, and who follows', () => {
    expect(states(firing())).toEqual(['told', 'next', 'ahead', 'ahead']);
    expect(chainOf(firing()).map(({ at: when, who }) => [when, who])).toEqual([
      [at(2), 'Whoever is on call and operations'],
      [at(120), 'Risk managers'],
      [at(300), 'Super admins'],
      [at(600), 'Executives'],
    ]);
  });

  test('spares those who are not needed any more', () => {
    expect(states(firing(confirmed))).toEqual(['told', 'spared', 'spared', 'next']);
    expect(states(firing({ ...confirmed, confirmedAt: at(130), told: 2 }))).toEqual([
      ...['told', 'told', 'spared', 'next'],
    ]);
    expect(states(firing({ resolvedAt: at(40) }))).toEqual(['told', 'spared', 'spared', 'spared']);
    // Told steps are counted, and the executives come fourth although nobody told the second and third.
    expect(states(firing({ ...confirmed, told: 4 }))).toEqual(['told', 'spared', 'spared', 'told']);
    expect(chainOf(firing({ priority: 'P1' }))).toEqual([]);
  });
});

test('the most pressing one is the P0 whose time to confirm ends next', () => {
  const group = (firings: FiringView[]): Parameters<typeof mostPressing>[0][number] => ({
    ...{ alert: null, title: '', priority: 'P0', count: 1, unconfirmed: 0, firings, action: null },
    ...{ drill: false, unacted: 0, further: [], procedure: null },
  });
  const one = (number: number, seconds: number, more: Partial<FiringView> = {}) =>
    firing({ number, firedAt: at(seconds), ...more });
  const all = [one(4, -900, { priority: 'P1' }), one(3, -800, confirmed), one(2, -50), one(1, -60)];
  expect(mostPressing([group(all.slice(0, 3)), group(all.slice(3))])).toBe(1);
  expect(mostPressing([group(all.slice(0, 2))])).toBe(3);
  expect(mostPressing([group([one(5, -90, { drill: true }), one(6, -10)])])).toBe(6);
  expect(mostPressing([])).toBeNull();
});

test('a storm is one line', () => {
  expect(groupWords({ count: 1, unconfirmed: 1 })).toBe('');
  expect(groupWords({ count: 10_000, unconfirmed: 9_999 })).toBe('10,000 open, 9,999 not confirmed');
});

test('evidence leaves out what the catalogue says anyway, unless there is no entry', () => {
  const labels = [
    ['alertname', 'HedgeMarginLow'],
    ['account', 'hedge'],
  ] as const;
  const annotations = [
    ['summary', 'Hedge account margin is below 200%'],
    ['value', '1.8700000000000003'],
  ] as const;
  expect(evidenceOf(labels, annotations, true).map(({ name }) => name)).toEqual(['value', 'account']);
  expect(evidenceOf(labels, annotations, false).map(({ name }) => name)).toEqual([
    'summary',
    'value',
    'account',
  ]);
  expect(measured('1.8700000000000003')).toBe('1.87');
  expect(measured('86420')).toBe('86,420');
  expect(['', 'down', 'NaN'].map(measured)).toEqual(['', 'down', 'NaN']);
  const beside = (value: string) => measuredBeside([['value', value]]);
  expect(['1.05', '0', '1', 'x'.repeat(41)].map(beside)).toEqual(['1.05', null, null, null]);
  expect(measuredBeside([['summary', '1.05']])).toBeNull();
});

const step = (...told: [string, string][]): ChainStepView => ({
  ...{ step: 0, afterSeconds: 0, why: 'it fired', nobodyOnCall: false },
  told: told.map(([name, as]) => ({ name, as })),
});

test('a step of the chain names its people, a few of many, and says when there is nobody', () => {
  const operators = ['A', 'B', 'C', 'D', 'E', 'F'].map((name): [string, string] => [name, 'operations']);
  expect(namesWords(step(...operators))).toBe('A, B, C, D and 2 more');
  expect(namesWords(step(...operators.slice(0, 5)))).toBe('A, B, C, D, E');
  expect(namesWords(step())).toBe('Nobody has this role');
  expect(namesWords({ ...step(['A', 'operations']), nobodyOnCall: true })).toBe('A; nobody is on call');
});

test('the timeline is in order, with what was written and who was told', () => {
  const acted = firing({
    ...confirmed,
    actedAt: at(130),
    actedBy: BY,
    effectiveAt: at(131),
    changeSetId: 'c',
  });
  const notes = [{ id: 'n', at: at(80), by: 'D. Anand', body: 'HL says that they are restarting.' }];
  const chain = [step(['Ann', 'on call'], ['Bob', 'operations'])];
  const entries = timelineOf({ firing: acted, notes, effect: null, chain });
  expect(entries[2]?.text).toBe('Ann (on call), Bob: it fired');
  expect(entries.map(({ title }) => title)).toEqual([
    'It fired',
    'Heard from Alertmanager',
    'Told: whoever is on call and operations',
    'Confirmed by M. Okafor',
    'D. Anand',
    'Acted on by M. Okafor',
    'Effective',
  ]);
});
