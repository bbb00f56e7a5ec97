// How long a change holds, whose it is, and what break-glass owes, as they are chosen and as they are sent.
import { expect, test } from 'vitest';
import {
  owedBy,
  sentTerms,
  startTerms,
  type TermsDraft,
  type TermsFacts,
  termsHeldBy,
  untilOf,
} from './change-terms.ts';

const NOW = Date.parse('2026-03-19T14:30:00.000Z');
const FACTS: TermsFacts = { waits: false, raises: true, deadline: 'temporary', debts: [], now: NOW };
const DEBT = {
  id: 'd',
  incident: 'INC-42',
  usedBy: { id: 'p', name: 'Ann' },
  at: '2026-03-19T14:00:00.000Z',
};

function draft(part: Partial<TermsDraft>): TermsDraft {
  return { ...startTerms(), ...part };
}

test.each([
  ['30', '2026-03-19T15:00:00.000Z'],
  ['240', '2026-03-19T18:30:00.000Z'],
  ['day', '2026-03-20T00:00:00.000Z'],
] as const)('%s means %s', (hold, until) => {
  expect(sentTerms(draft({ hold }), FACTS)).toEqual({ until });
});

test('a value for good says nothing of time or owner', () => {
  expect(untilOf(draft({}), NOW)).toEqual({ ok: true, value: null });
  expect(sentTerms(draft({ owner: 'p' }), FACTS)).toEqual({});
});

test('a time of one’s own is UTC, ahead, and not too far', () => {
  expect(sentTerms(draft({ hold: 'own', ownTime: '2026-03-19T16:00', owner: 'p' }), FACTS)).toEqual({
    until: '2026-03-19T16:00:00.000Z',
    owner: 'p',
  });
  for (const ownTime of ['', 'soon', '2026-03-19T14:30', '2026-05-01T00:00']) {
    expect(termsHeldBy(draft({ hold: 'own', ownTime }), FACTS), ownTime).toMatch(/^Choose /);
  }
});

test('the usual review of a loosened control is left to the server, another one is sent', () => {
  const loosened = { ...FACTS, deadline: 'loosened', raises: false } as const;
  const usual = startTerms('loosened');
  expect(sentTerms(usual, loosened)).toEqual({});
  expect(sentTerms({ ...usual, owner: 'p' }, loosened)).toEqual({ owner: 'p' });
  expect(sentTerms({ ...usual, hold: '60' }, loosened)).toEqual({ until: '2026-03-19T15:30:00.000Z' });
});

test('break-glass counts only for what waits, and takes a proper reference', () => {
  const waits = { ...FACTS, waits: true };
  const glass = draft({ glass: true, incident: ' INC-7 ' });
  expect(sentTerms(glass, waits)).toEqual({ breakGlass: { incident: 'INC-7' } });
  expect(sentTerms(glass, FACTS)).toEqual({});
  expect(termsHeldBy(draft({ glass: true, incident: '?' }), waits)).toMatch(/^Name the incident/);
  expect(termsHeldBy(draft({ glass: true, incident: '?' }), FACTS)).toBeNull();
});

test('raising waits for the review of another incident, not of its own', () => {
  const owing = { ...FACTS, debts: [DEBT] };
  expect(owedBy(draft({}), owing)).toBe(DEBT);
  expect(owedBy(draft({}), { ...owing, raises: false })).toBeNull();
  expect(owedBy(draft({ joins: true }), owing)).toBeNull();
  expect(sentTerms(draft({ joins: true }), owing)).toEqual({ incident: 'INC-42' });
  expect(owedBy(draft({ glass: true, incident: 'INC-42' }), { ...owing, waits: true })).toBeNull();
  expect(owedBy(draft({ glass: true, incident: 'INC-9' }), { ...owing, waits: true })).toBe(DEBT);
});
