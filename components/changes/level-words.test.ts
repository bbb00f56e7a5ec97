// What is said of levels: the reason offered, what they set, and why a level cannot be left.
import { expect, test } from 'vitest';
import { levelName } from '#lib/catalog/levels.ts';
import type { LevelsBody } from '#lib/contract/levels.ts';
import { leavingHeldBy, levelToLeave, lostWords, offeredLevelReason, setsWords } from './level-words.ts';

test('a level has its name, and the manual’s first reason', () => {
  expect(levelName(0)).toBe('Full');
  expect(levelName(2)).toBe('Read-only');
  expect(offeredLevelReason({ level: 3, name: 'Stop', triggers: ['The whole venue is down'] })).toBe(
    'Level 3, Stop: the whole venue is down',
  );
  expect(offeredLevelReason({ level: 1, name: 'Partial', triggers: [] })).toBe('Level 1, Partial');
  expect(lostWords(['close', 'of_tomorrow'])).toEqual(['Close', 'of_tomorrow']);
});

test('a level nobody pressed yet was not measured', () => {
  expect(setsWords({ changes: [], lastEffect: null })).toEqual({
    sets: '0 switches',
    measured: 'not measured',
  });
});

test('a level is left by its press only', () => {
  const body: LevelsBody = {
    ...{
      now: '2026-03-19T03:00:00.000Z',
      epoch: 1,
      revision: 2,
      current: 1,
      levels: [],
      since: '2026-03-17T00:06:00.000Z',
    },
    ...{ press: null, leaving: null },
  };
  expect(leavingHeldBy(body)).toMatch(/^Nobody pressed this level/);
  expect(leavingHeldBy({ ...body, current: 0 })).toBe('Nothing has to be left.');
  const press = {
    ...{ id: 'p', level: 1, reason: 'r', changeSetId: null, confirmedAt: null, confirmedBy: null, drift: [] },
    pressedBy: { kind: 'person', id: 'a', name: 'Ann' },
    pressedAt: '2026-03-19T03:00:00.000Z',
    observeUntil: '2026-03-19T03:05:00.000Z',
  } as const;
  const leaving = { changes: [], kept: [], request: null, heldBy: null };
  // Nothing is left to set back: it is still left, so that nobody takes it for a level in force.
  expect(leavingHeldBy({ ...body, press, leaving })).toBeNull();
  const refused = 'Only a super admin leaves it.';
  expect(leavingHeldBy({ ...body, press, leaving: { ...leaving, heldBy: refused } })).toBe(refused);
  expect(levelToLeave({ press: null, current: 2 })).toBe(2);
  // Drifted away from: it is still the one that is left.
  expect(levelToLeave({ press, current: 0 })).toBe(1);
});
