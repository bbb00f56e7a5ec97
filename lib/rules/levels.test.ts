// Levels over all bundles and many matrices: what holds, what a press takes away, drift, and the merge on leaving.
import { describe, expect, test } from 'vitest';
import { LEVELS } from '#lib/catalog/levels.ts';
import { SWITCH_NAMES, SWITCHES } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { person } from '#test/console-database.ts';
import { SYSTEM } from './actor.ts';
import {
  afterPress,
  currentLevel,
  driftOf,
  lostByPress,
  mayPress,
  planLeaving,
  settingsOf,
} from './levels.ts';
import { applyChanges, changesFor, defaultMatrix, type Matrix, type Wanted } from './matrix.ts';

/** Values that the bundles touch, each in every combination that a venue could be in before a press. */
const BOOLS = [
  'global_betting_enabled',
  'hedge_enabled',
  'liquidation_enabled',
  'new_orders_enabled',
] as const;
const MATRICES: Matrix[] = Array.from({ length: 2 ** BOOLS.length }, (_, bits) => ({
  ...defaultMatrix(),
  ...Object.fromEntries(BOOLS.map((name, index) => [name, { value: (bits & (1 << index)) !== 0 }])),
  routing_mode: { value: bits % 3 === 0 ? 'BETTING_MODE' : 'NORMAL_MODE' },
}));

function set(matrix: Matrix, requests: readonly { switch: string; value: unknown }[]): Matrix {
  const wanted = requests.map(({ switch: name, value }) => ({
    ...{ switch: name as Wanted['switch'], symbol: null },
    value: value as WireValue,
  }));
  return applyChanges(matrix, changesFor(matrix, wanted));
}

describe.each(LEVELS)('level $level', (level) => {
  test('holds after its press, whatever was before, and leaving brings that back exactly', () => {
    for (const before of MATRICES) {
      const after = afterPress(before, level);
      expect(currentLevel(after)).toBeGreaterThanOrEqual(level.level);
      expect(driftOf(settingsOf(level), after)).toEqual([]);
      const { requests, kept } = planLeaving(settingsOf(level), before, after);
      expect(kept).toEqual([]);
      expect(set(after, requests)).toEqual(before);
    }
  });

  test('what somebody changed since the press keeps its value on leaving', () => {
    const before = { ...defaultMatrix(), routing_mode: { value: 'BETTING_MODE' } };
    for (const { switch: name, value } of level.settings) {
      const definition = SWITCHES[name];
      const other: WireValue = definition.type === 'bool' ? !value : 'BETTING_MODE';
      const now = { ...afterPress(before, level), [name]: { value: other } };
      expect(driftOf(settingsOf(level), now)).toEqual([{ switch: name, pressed: value, value: other }]);
      const { requests, kept } = planLeaving(settingsOf(level), before, now);
      expect(kept.map((drift) => drift.switch)).toEqual([name]);
      expect(requests.map((request) => request.switch)).not.toContain(name);
    }
  });

  test('names switches of the catalogue once each, and takes something away', () => {
    const names = level.settings.map((setting) => setting.switch);
    expect(new Set(names).size).toBe(names.length);
    expect(SWITCH_NAMES).toEqual(expect.arrayContaining(names));
    const full = {
      ...defaultMatrix(),
      global_betting_enabled: { value: true },
      routing_mode: { value: 'NORMAL_MODE' },
    };
    expect(lostByPress(full, level).length).toBeGreaterThan(0);
  });
});

test('the defaults of the catalogue are level 0; a higher level counts when two hold', () => {
  expect(currentLevel(defaultMatrix())).toBe(0);
  const [one, two, three] = LEVELS;
  if (!one || !two || !three) throw new Error('three levels');
  expect(currentLevel(afterPress(afterPress(defaultMatrix(), two), three))).toBe(3);
  expect(currentLevel(afterPress(defaultMatrix(), one))).toBe(1);
});

test.each([
  [1, 'risk_manager', 'ok'],
  [2, 'risk_manager', 'ok'],
  [3, 'risk_manager', 'forbidden'],
  [3, 'super_admin', 'ok'],
  [1, 'operations', 'forbidden'],
  [2, 'engineer', 'forbidden'],
  [1, 'auditor', 'forbidden'],
] as const)('level %i by a %s: %s', (number, role, expected) => {
  const level = LEVELS.find((one) => one.level === number);
  if (!level) throw new Error('no such level');
  const result = mayPress(person(role), level, defaultMatrix());
  expect(result.ok ? 'ok' : result.error.code).toBe(expected);
  expect(mayPress(SYSTEM, level, defaultMatrix()).ok).toBe(true);
});

test('below the level that holds nothing is pressed', () => {
  const [one, two] = LEVELS;
  if (!one || !two) throw new Error('levels');
  const result = mayPress(person('super_admin'), one, afterPress(defaultMatrix(), two));
  expect(result).toMatchObject({ ok: false, error: { code: 'conflict', details: { current: 2 } } });
});
