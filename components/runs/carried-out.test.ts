// What was done of one end is gone on from there, and is never taken for another's.
import { expect, it } from 'vitest';
import { beginEnd, carriedOutWords, doneOf, withPart } from './carried-out.ts';

const A = { key: 'module-rollback', title: 'Roll back the module' };
const B = { key: 'cross-module', title: 'Roll back across modules' };
const SET = [{ switch: 'max_internal_exposure_usd', value: '50000' }];
const OTHER = [{ switch: 'max_internal_exposure_usd', value: '25000' }];
const run = { runId: 'r', number: 4 };

it('goes on at the same end from where it failed', () => {
  const failed = withPart(beginEnd([], A, SET), { changeSetId: 'a' });
  // Half of what is held by now would be another value: its run starts with what was set.
  expect(doneOf(beginEnd(failed, A, OTHER), A.key)).toMatchObject({ changeSetId: 'a', settings: SET });
});

it('begins anew at another end: what was set for the first is not taken for its values', () => {
  const failed = withPart(beginEnd([], A, SET), { changeSetId: 'a' });
  const other = beginEnd(failed, B, OTHER);
  expect(doneOf(failed, B.key)).toBeUndefined();
  expect(doneOf(other, B.key)).toEqual({ end: B.key, title: B.title, settings: OTHER });
  expect(doneOf(beginEnd(other, A, SET), A.key), 'back at the first, the second may have changed it').toEqual(
    {
      end: A.key,
      title: A.title,
      settings: SET,
    },
  );
});

it('has nothing of an end while the answers lead to none', () => {
  expect(doneOf(withPart(beginEnd([], A, SET), { run }), undefined)).toBeUndefined();
  expect(doneOf([], undefined)).toBeUndefined();
});

it('says what was done, of each end, and nothing of an end of which nothing was', () => {
  const first = withPart(withPart(beginEnd([], A, SET), { changeSetId: 'a' }), { run });
  expect(carriedOutWords(withPart(beginEnd(first, B, OTHER), { requestId: 'q' }))).toEqual([
    { title: A.title, words: 'Its values are set, RUN-4 is started' },
    { title: B.title, words: 'Its change waits for a second person' },
  ]);
  expect(carriedOutWords(beginEnd([], A, SET))).toEqual([]);
});
