// The moments that choices mean, and what the sheet of rolling back says.
import { describe, expect, test } from 'vitest';
import type { RollbackBody, RollbackChangeView } from '#lib/contract/rollback.ts';
import { CHANGE_SET } from '#test/console-views.ts';
import {
  actWords,
  doneWords,
  momentOf,
  offeredWhy,
  rowsOf,
  startTime,
  type TimeDraft,
  TO_A_MOMENT,
  targetOf,
} from './matrix-rollback-words.ts';

const NOW = Date.parse('2026-03-19T03:12:47.250Z');
const change: RollbackChangeView = {
  ...{ switch: 'routing_mode', symbol: null, oldValue: 'HL_MODE', newValue: 'NORMAL_MODE' },
  ...{ oldInherited: false, newInherited: false, direction: 'raising' },
  ...{ changedBy: 'Ann', changedAt: '2026-03-19T03:07:40.218Z' },
};
const set = { ...CHANGE_SET, at: '2026-03-19T03:07:40.218Z', changes: [change, change] };
const body: RollbackBody = {
  ...{ epoch: 1, revision: 9, from: null, changes: [change], direction: 'raising', conflicts: [] },
  ...{ missing: [], waits: true, warnings: [], heldBy: null, owesReview: false },
};

describe('the moment', () => {
  const draft = (more: Partial<TimeDraft>): TimeDraft => ({
    back: '10',
    ownTime: '',
    chosenAt: NOW,
    ...more,
  });
  const at = (more: Partial<TimeDraft>) => momentOf(draft(more), '2026-03-19T03:07:40.217Z', NOW);

  test('is counted from when it was chosen, and stands still', () => {
    expect(momentOf(draft({}), null, NOW + 60_000)).toEqual({ ok: true, value: '2026-03-19T03:02:47.250Z' });
    expect(at({ back: '60' })).toEqual({ ok: true, value: '2026-03-19T02:12:47.250Z' });
    expect(at({ back: 'day' })).toEqual({ ok: true, value: '2026-03-19T00:00:00.000Z' });
    expect(at({ back: 'before' })).toEqual({ ok: true, value: '2026-03-19T03:07:40.217Z' });
  });

  test('is typed with a day or of today, with seconds or on the minute', () => {
    const typed = (ownTime: string) => {
      const moment = at({ back: 'own', ownTime });
      return moment.ok ? moment.value : moment.error.message;
    };
    expect(typed('2026-03-18 23:59:58')).toBe('2026-03-18T23:59:58.000Z');
    expect(typed(' 03:07:40 ')).toBe('2026-03-19T03:07:40.000Z');
    expect(typed('2026-03-19T03:07')).toBe('2026-03-19T03:07:00.000Z');
    for (const wrong of ['', 'yesterday', '2026-02-31 10:00:00', '25:00:00', '3:07', '03:07:40 PM'])
      expect(typed(wrong)).toContain('Write the time as');
    expect(typed('03:12:48')).toContain('not come yet');
  });

  test('begins before what was pressed, where something was', () => {
    expect(startTime(targetOf(set), NOW).back).toBe('before');
    expect(targetOf(set).before).toBe('2026-03-19T03:07:40.217Z');
    expect(startTime(TO_A_MOMENT, NOW)).toMatchObject({ back: '10', chosenAt: NOW });
  });
});

test('the button says what happens, and that the rest is all there is to undo', () => {
  const undo = { kind: 'undo', made: targetOf(set).made ?? expect.fail() } as const;
  expect(actWords(undo, body, false)).toBe('Undo it now');
  expect(actWords(undo, { ...body, conflicts: [{} as never] }, false)).toBe('Undo the rest now');
  expect(actWords({ kind: 'moment', at: change.changedAt ?? '' }, body, true)).toBe('Roll back at once');
  expect(offeredWhy(undo, NOW)).toBe('Undo the change of routing_mode and 1 more by Ann at 03:07:40');
  expect(offeredWhy({ kind: 'moment', at: '2026-03-19T03:02:47.250Z' }, NOW)).toBe(
    'Roll the matrix back to 19 Mar 2026, 03:02:47.250 UTC',
  );
  expect(doneWords(undo, body, NOW)).toBe('Undone: routing_mode');
});

test('a row names who set what goes, when that is known', () => {
  const [row] = rowsOf([change], NOW);
  expect(row).toMatchObject({ way: 'raising', setBy: 'set by Ann, 03:07:40' });
  expect(rowsOf([{ ...change, changedBy: null }], NOW)[0]).not.toHaveProperty('setBy');
});
