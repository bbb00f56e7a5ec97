// What a whole difference says: order, warnings, the names a super admin types, whether it is still the newest.
import { expect, test } from 'vitest';
import type { ChangeView } from '#lib/contract/console.ts';
import { byWay, hasLeft, namesToType, planOf, warningsOf } from './difference-words.ts';

function change(
  name: string,
  oldValue: ChangeView['oldValue'],
  newValue: ChangeView['newValue'],
): ChangeView {
  const raises = newValue === true;
  return {
    ...{ switch: name, symbol: null, oldValue, newValue, oldInherited: false, newInherited: false },
    direction: raises ? 'raising' : 'reducing',
  };
}

const lowers = change('new_orders_enabled', true, false);
const raises = change('go_live_enabled', false, true);
const loosens: ChangeView = { ...change('hedge_enabled', true, false), direction: 'rollback' };

test('what raises comes first and decides for the whole', () => {
  const plan = planOf([lowers, loosens, raises], [], true);
  expect(plan.way).toBe('raising');
  expect(byWay(plan.changes).map(({ way, rows }) => [way, rows.length])).toEqual([
    ['raising', 1],
    ['rollback', 1],
    ['reducing', 1],
  ]);
  expect(planOf([lowers], [], false).way).toBe('reducing');
});

test('rules it leaves violated and controls it loosens are warnings', () => {
  const guards = warningsOf(planOf([lowers, loosens], ['A rule is left violated.'], false));
  expect(guards.map(({ state, title }) => [state, title])).toEqual([
    ['warn', 'A rule is left violated.'],
    ['warn', 'Loosens hedge_enabled'],
  ]);
  expect(guards[1]?.detail).toContain('hedge');
});

test('a super admin types the name of their own switch only when it is raised', () => {
  expect(namesToType(planOf([raises, change('trading_enabled', false, true)], [], true))).toEqual([
    'go_live_enabled',
  ]);
  expect(namesToType(planOf([change('go_live_enabled', true, false)], [], false))).toEqual([]);
});

test('it is the newest until something newer was heard', () => {
  const shown = { epoch: 1, revision: 9 };
  expect(hasLeft(shown, undefined)).toBe(false);
  expect(hasLeft(shown, { epoch: 1, revision: 9 })).toBe(false);
  // A pulse may be older than the answer.
  expect(hasLeft(shown, { epoch: 1, revision: 8 })).toBe(false);
  expect(hasLeft(shown, { epoch: 1, revision: 10 })).toBe(true);
  expect(hasLeft(shown, { epoch: 2, revision: 3 })).toBe(true);
});
