// A release that is being written: each mistake stands at its field, and what is sent is what was meant.
import { expect, test } from 'vitest';
import { CHECKLIST_KEYS, NOTE_LIMITS } from '#lib/catalog/releases.ts';
import {
  changeInDraft,
  EMPTY_DRAFT,
  inputOf,
  newDraft,
  problemsOf,
  type ReleaseDraft,
  refusedFields,
  withAnswer,
} from './release-draft.ts';

const READY: ReleaseDraft = {
  ...EMPTY_DRAFT,
  ...{ to: ' v1.2.5 ', checked: CHECKLIST_KEYS, reason: 'Orders are routed more quickly' },
  notes: { ...EMPTY_DRAFT.notes, fixed: 'Slippage estimate\n\n  Rounding of fees  ' },
};

test('an empty one says at every field what is missing', () => {
  expect(Object.keys(problemsOf(EMPTY_DRAFT, null))).toEqual(['from', 'to', 'checklist', 'added', 'reason']);
  expect(problemsOf(EMPTY_DRAFT, 'v1.2.4')).not.toHaveProperty('from');
  expect(problemsOf(EMPTY_DRAFT, 'v1.2.4').checklist).toMatch(/^11 questions/);
});

test('the version from which the release before went is offered as the one with the traffic', () => {
  expect(newDraft({ fromVersion: 'v1.2.4' })).toEqual({ ...EMPTY_DRAFT, from: 'v1.2.4' });
  expect(newDraft(undefined)).toEqual(EMPTY_DRAFT);
});

test('a ready one has no problem', () => {
  expect(problemsOf(READY, 'v1.2.4')).toEqual({});
  expect(problemsOf({ ...READY, from: 'v1.2.4' }, null)).toEqual({});
});

// biome-ignore format: a row a line
test.each<[string, Partial<ReleaseDraft>, string, RegExp]>([
  ['no version', { to: '1.2.5' }, 'to', /v\{MAJOR\}/],
  ['the same version', { to: 'v1.2.4' }, 'to', /already/],
  ['an older version', { to: 'v1.2.3' }, 'to', /older/],
  ['one question open', { checked: CHECKLIST_KEYS.slice(1) }, 'checklist', /^One question/],
  ['a long line', { notes: { ...READY.notes, fixed: `a\n${'b'.repeat(NOTE_LIMITS.item + 1)}` } }, 'fixed', /^Line 2/],
  ['many lines', { notes: { ...READY.notes, added: 'a\n'.repeat(NOTE_LIMITS.items + 1) } }, 'added', /At most 50/],
  ['a short reason', { reason: 'Because' }, 'reason', /12 characters/],
])('%s', (_what, change, field, says) => {
  const problems = problemsOf({ ...READY, ...change }, 'v1.2.4');
  expect(Object.keys(problems)).toEqual([field]);
  expect(problems[field as keyof typeof problems]).toMatch(says);
});

test('an older version may be meant', () => {
  const older = { ...READY, to: 'v1.2.3', olderOnPurpose: true };
  expect(problemsOf(older, 'v1.2.4')).toEqual({});
  expect(inputOf(older, 'v1.2.4').olderOnPurpose).toBe(true);
  expect(changeInDraft(older, 'v1.2.4')).toBe('older');
  expect(changeInDraft({ ...READY, to: 'v1' }, 'v1.2.4')).toBeUndefined();
});

test('what is sent is trimmed, a line a note, and names the old version only while it is not known', () => {
  const input = inputOf({ ...READY, from: 'v1.2.4' }, 'v1.2.4');
  expect(input).toEqual({
    ...{ to: 'v1.2.5', strategy: 'canary', reason: 'Orders are routed more quickly' },
    checklist: Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true])),
    notes: { fixed: ['Slippage estimate', 'Rounding of fees'] },
  });
  expect(inputOf({ ...READY, from: ' v1.2.4' }, null).from).toBe('v1.2.4');
});

test('a refusal stands at the fields that it names', () => {
  const error = (more: object) => ({ code: 'invalid_input' as const, message: 'No.', ...more });
  const fields = { 'notes.fixed.1': 'Too long.', notes: 'None.', to: 'No version.', strange: 'x' };
  expect(refusedFields(error({ details: { fields } }))).toEqual({
    ...{ fixed: 'Too long.', added: 'None.', to: 'No version.' },
  });
  expect(refusedFields(error({ details: { field: 'from' } }))).toEqual({ from: 'No.' });
  expect(refusedFields(error({ details: { checklist: ['plan'] } }))).toEqual({ checklist: 'No.' });
  expect(refusedFields(error({ code: 'invalid_reason' }))).toEqual({ reason: 'No.' });
  expect(refusedFields(error({ code: 'conflict' }))).toEqual({});
  expect(refusedFields(null)).toEqual({});
});

test('answers stay in the order of the questions', () => {
  expect(withAnswer(['plan'], 'rollback', true)).toEqual(['rollback', 'plan']);
  expect(withAnswer(['rollback', 'plan'], 'plan', false)).toEqual(['rollback']);
});
