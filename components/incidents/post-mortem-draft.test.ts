// Drafts of post-mortems: what counts as changed, what differs, what is missing, and what comes back from the browser.
import { expect, test } from 'vitest';
import {
  differingParts,
  isChanged,
  keptDraft,
  type PostMortemDraft,
  unsavable,
} from './post-mortem-draft.ts';

const text = { summary: 'a', cause: 'b', impact: 'c', actions: 'd' };
const item = { id: 'p', kind: 'code', what: 'Mend it', owner: 'o', dueOn: '2026-12-11' } as const;
const draft: PostMortemDraft = { version: 2, text, prevention: [item] };

test('changed is another text or other prevention, not another version', () => {
  expect(isChanged(draft, { ...draft, version: 1 })).toBe(false);
  expect(isChanged({ ...draft, text: { ...text, cause: 'x' } }, draft)).toBe(true);
  expect(isChanged({ ...draft, prevention: [] }, draft)).toBe(true);
});

test('spaces at the ends are no difference, because they are not kept', () => {
  expect(differingParts(text, { ...text, summary: ' a\n', cause: 'x' })).toEqual(['cause']);
});

test.each([
  ['nothing to do', { what: '' }, /what/],
  ['nobody', { owner: '' }, /who/],
  ['no day', { dueOn: '' }, /until when/],
])('prevention with %s is not saved', (_name, part, words) => {
  expect(unsavable({ ...draft, prevention: [item, { ...item, ...part }] })).toMatch(words);
  expect(unsavable(draft)).toBeNull();
});

test('what was kept comes back, and what is no draft does not', () => {
  expect(keptDraft(JSON.stringify(draft))).toEqual(draft);
  for (const odd of [null, '', 'null', '{}', '[]', '{"version":1,"text":{},"prevention":[]}'])
    expect(keptDraft(odd), String(odd)).toBeNull();
});
