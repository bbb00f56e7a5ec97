// Levels over all bundles and many matrices: what holds, what a press takes away, drift, and the merge on leaving.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVELS } from '#lib/catalog/levels.ts';
import { SWITCH_NAMES, SWITCHES } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { person } from '#test/console-database.ts';
import { anyMatrix } from '#test/switch-values.ts';
import {
  afterPress,
  currentLevel,
  driftOf,
  heldSince,
  lostByPress,
  mayPress,
  type PastChange,
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

  test('names switches of the catalogue once each', () => {
    const names = level.settings.map((setting) => setting.switch);
    expect(new Set(names).size).toBe(names.length);
    expect(SWITCH_NAMES).toEqual(expect.arrayContaining(names));
  });
});

describe('what users lose by a press, as manual 1 has it', () => {
  /** Everything works. */
  const full = {
    ...defaultMatrix(),
    global_betting_enabled: { value: true },
    routing_mode: { value: 'NORMAL_MODE' },
  };

  test.each([
    // Query, withdraw and opening on HL stay; closing what is held internally goes by hand, and so does hedging.
    [1, ['open_internal', 'close', 'hedge', 'internalise']],
    // Query and withdraw stay; closing at market only, and liquidation by hand.
    [2, ['open_hl', 'open_internal', 'close', 'liquidate', 'internalise']],
    // Users have nothing left; the engines behind go on.
    [3, ['query', 'withdraw', 'withdraw_large', 'open_hl', 'open_internal', 'close', 'internalise']],
  ])('level %i', (number, capabilities) => {
    const level = LEVELS.find((one) => one.level === number);
    if (!level) throw new Error('no such level');
    expect(lostByPress(full, level)).toEqual(capabilities);
    // What is lost already is not lost again.
    expect(lostByPress(afterPress(full, level), level)).toEqual([]);
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

const anyLevels = fc.subarray([...LEVELS], { minLength: 1 });

test('over any matrix: presses one on top of another, left one by one, bring every step back exactly', () => {
  fc.assert(
    fc.property(anyMatrix, anyLevels, (matrix, levels) => {
      const steps = [matrix];
      for (const level of levels) steps.push(afterPress(steps.at(-1) ?? matrix, level));
      let now = steps.at(-1) ?? matrix;
      for (const [index, level] of [...levels.entries()].reverse()) {
        const { requests, kept } = planLeaving(settingsOf(level), steps[index] ?? matrix, now);
        expect(kept).toEqual([]);
        now = set(now, requests);
        expect(now).toEqual(steps[index]);
      }
    }),
  );
});

test('over any matrix: leaving touches nothing outside the level, and nothing that somebody changed since', () => {
  fc.assert(
    fc.property(anyMatrix, anyMatrix, fc.constantFrom(...LEVELS), (before, now, level) => {
      const settings = settingsOf(level);
      const { requests, kept } = planLeaving(settings, before, now);
      const left = set(now, requests);
      for (const name of SWITCH_NAMES) {
        const own = Object.hasOwn(settings, name) && !kept.some((drift) => drift.switch === name);
        expect(left[name]).toEqual(own ? before[name] : now[name]);
      }
      expect(kept).toEqual(driftOf(settings, now));
    }),
  );
});

describe('since when the level holds', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 19, 4, minute));
  const change = (minute: number, name: PastChange['switch'], oldValue: WireValue): PastChange => ({
    ...{ changeSetId: `set of minute ${minute}`, at: at(minute), switch: name, oldValue },
  });
  const two = LEVELS.find((level) => level.level === 2);
  if (!two) throw new Error('no level 2');
  const readOnly = afterPress(defaultMatrix(), two);
  const press = [change(10, 'liquidation_enabled', true), change(10, 'new_orders_enabled', true)];

  test('since the change set that completed it, whatever of another level changed afterwards', () => {
    const past = [change(30, 'hedge_enabled', false), change(20, 'hedge_enabled', true), ...press];
    expect(heldSince(readOnly, past)).toEqual(at(10));
  });

  test('after a higher one was left: since then', () => {
    expect(heldSince(readOnly, [change(40, 'global_api_enabled', false), ...press])).toEqual(at(40));
  });

  test('a change set counts as a whole, not change by change', () => {
    const now = set(defaultMatrix(), [
      { switch: 'global_betting_enabled', value: false },
      { switch: 'hedge_enabled', value: true },
      { switch: 'routing_mode', value: 'NORMAL_MODE' },
    ]);
    // With the first of the two alone, level 1 would have held; it never did.
    const together = [change(50, 'hedge_enabled', false), change(50, 'global_betting_enabled', true)];
    expect(heldSince(now, together)).toBe(undefined);
  });

  test('not known from changes that do not reach so far back', () => {
    expect(heldSince(readOnly, [])).toBe(undefined);
    expect(heldSince(defaultMatrix(), [change(5, 'hedge_enabled', false)])).toBe(undefined);
  });
});
