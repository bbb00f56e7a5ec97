// How long guards act, that every guard of a round is carried out, and that together they bring the strictest of each and raise nothing.
import { describe, expect, test } from 'vitest';
import { CANARY_STATES, type CanaryState } from '#lib/catalog/canary-runs.ts';
import { findProgramme, PROGRAMMES } from '#lib/catalog/programmes.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import { defaultMatrix, type Matrix } from '#lib/rules/changes/matrix.ts';
import {
  beyondWords,
  breachesOf,
  disarmedBecause,
  isGuarded,
  rollbackTogether,
  settingsSoFar,
} from './canary-guards.ts';
import { chooseParameters, type FrozenGuard, freeze } from './programme.ts';

function frozen(key: string) {
  const programme = findProgramme(key);
  const chosen = programme && chooseParameters(programme, {});
  if (!programme || !chosen?.ok) throw new Error(key);
  return freeze(programme, chosen.value);
}

const NOW = new Date('2026-03-19T02:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);

/** The default matrix with these values. */
function matrixWith(values: Readonly<Record<string, unknown>>): Matrix {
  const matrix: Record<string, unknown> = { ...defaultMatrix() };
  for (const [name, value] of Object.entries(values)) matrix[name] = { value };
  return matrix as Matrix;
}

const STATES = Object.keys(CANARY_STATES) as CanaryState[];
const UNDER_WAY: readonly CanaryState[] = ['running', 'paused'];

describe('guards act', () => {
  test.each(STATES)('of a run that is %s', (state) => {
    const active = UNDER_WAY.includes(state);
    const endedAt = active || state === 'draft' ? null : ago(60);
    const run = { state, stage: state === 'draft' ? 0 : 2, endedAt, disarmedAt: null };
    expect(isGuarded(run)).toBe(state !== 'draft');
    if (endedAt === null) return;
    expect(isGuarded({ ...run, disarmedAt: ago(30) })).toBe(false);
    expect(isGuarded({ ...run, stage: 0 })).toBe(false);
  });
});

describe('what a run leaves in force', () => {
  const definition = frozen('phase-3');
  const run = { definition, number: 3, stage: 2 };
  const open = matrixWith({ routing_mode: 'NORMAL_MODE', global_betting_enabled: true });

  test('keeps its guards armed, also when a part of it was closed', () => {
    expect(disarmedBecause(run, open, undefined)).toBeNull();
    const part = matrixWith({ routing_mode: 'HL_MODE', global_betting_enabled: true });
    expect(disarmedBecause(run, part, undefined)).toBeNull();
    const other = matrixWith({ routing_mode: 'NORMAL_MODE', liquidation_enabled: false });
    expect(disarmedBecause(run, other, undefined)).toBeNull();
  });

  test('is closed when everything holds that ending it by hand sets', () => {
    const closed = matrixWith({ routing_mode: 'HL_MODE', global_betting_enabled: false });
    expect(disarmedBecause(run, closed, undefined)).toContain('Back to Phase 1');
  });

  test('is taken over by a later run that sets the same switches, and by no other', () => {
    expect(disarmedBecause(run, open, { definition, number: 4, stage: 1 })).toContain('CN-4');
    const other = { definition: frozen('production-canary'), number: 4, stage: 1 };
    expect(disarmedBecause(run, open, other)).toBeNull();
    expect(disarmedBecause(run, open, { definition, number: 4, stage: 0 })).toBeNull();
  });

  test('a later stage sets a switch anew', () => {
    const cap = (stage: number) =>
      settingsSoFar({ definition, stage }).filter((one) => one.switch === 'max_internal_exposure_usd');
    expect([cap(1), cap(2)]).toMatchObject([[{ value: '50000' }], [{ value: '100000' }]]);
  });
});

test.each(PROGRAMMES.map(({ key }) => key))(
  '%s: any guards that are breached at once are all found',
  (key) => {
    const definition = frozen(key);
    const run = { definition, stageEnteredAt: ago(600) };
    const beyond = ({ is, threshold }: FrozenGuard) => (is === '>' ? threshold + 1 : threshold - 1);
    const inside = ({ threshold }: FrozenGuard) => threshold;
    for (let mask = 0; mask < 2 ** definition.guards.length; mask++) {
      const bad = definition.guards.filter((_, index) => mask & (1 << index));
      const latest = (name: string) => {
        const guard = definition.guards.find((one) => one.key === name);
        if (!guard) return undefined;
        const value = bad.includes(guard) ? beyond(guard) : inside(guard);
        return { at: ago(5), value, count: null, baseline: null, problem: null };
      };
      expect(breachesOf(run, latest, NOW).map(({ guard }) => guard)).toEqual(bad);
    }
  },
);

test('a sample of before the stage, an old one and none breach nothing', () => {
  const run = { definition: frozen('phase-2'), stageEnteredAt: ago(10) };
  const sample = (at: Date, value: number | null) => () => ({
    ...{ at, value, count: null, baseline: null, problem: value === null ? 'down' : null },
  });
  expect(breachesOf(run, sample(ago(5), 50), NOW)).toHaveLength(1);
  expect(breachesOf(run, sample(ago(15), 50), NOW)).toEqual([]);
  expect(breachesOf({ ...run, stageEnteredAt: ago(900) }, sample(ago(60), 50), NOW)).toEqual([]);
  expect(breachesOf(run, sample(ago(5), null), NOW)).toEqual([]);
  expect(breachesOf(run, () => undefined, NOW)).toEqual([]);
});

describe('several guards together', () => {
  const guardOf = (settings: Readonly<Record<string, unknown>>): FrozenGuard => ({
    ...{ key: 'k', title: 'K', query: 'q', is: '>', threshold: 0, unit: 'count', source: 's' },
    rollback: {
      label: 'L',
      settings: Object.entries(settings).map(([name, value]) => ({ switch: name, value: value as never })),
    },
  });
  const together = (matrix: Matrix, ...guards: Readonly<Record<string, unknown>>[]) =>
    Object.fromEntries(rollbackTogether(matrix, guards.map(guardOf)).map((one) => [one.switch, one.value]));

  test('bring the union of what each brings', () => {
    expect(
      together(
        matrixWith({ routing_mode: 'NORMAL_MODE', global_betting_enabled: true }),
        { routing_mode: 'HL_MODE', global_betting_enabled: false },
        { liquidation_enabled: false },
        { new_orders_enabled: false, withdrawal_enabled: false },
      ),
    ).toEqual({
      ...{ routing_mode: 'HL_MODE', global_betting_enabled: false, liquidation_enabled: false },
      ...{ new_orders_enabled: false, withdrawal_enabled: false },
    });
  });

  test('of two values the stricter, in whichever order they come', () => {
    const [loose, strict] = [{ max_internal_exposure_usd: '50000' }, { max_internal_exposure_usd: '10000' }];
    const matrix = matrixWith({ max_internal_exposure_usd: '500000', routing_mode: 'BETTING_MODE' });
    expect(together(matrix, loose, strict)).toEqual(strict);
    expect(together(matrix, strict, loose)).toEqual(strict);
    const [normal, hl] = [{ routing_mode: 'NORMAL_MODE' }, { routing_mode: 'HL_MODE' }];
    expect([together(matrix, normal, hl), together(matrix, hl, normal)]).toEqual([hl, hl]);
  });

  test('leave out what holds already, and what would raise, without holding up the others', () => {
    const matrix = matrixWith({ routing_mode: 'HL_MODE', global_betting_enabled: true });
    expect(together(matrix, { routing_mode: 'NORMAL_MODE', global_betting_enabled: false })).toEqual({
      global_betting_enabled: false,
    });
    expect(together(matrix, { routing_mode: 'HL_MODE' })).toEqual({});
  });

  test("carry out the manual's own rollbacks that loosen", () => {
    const matrix = matrixWith({ liquidation_enabled: true });
    expect(together(matrix, { liquidation_enabled: false })).toEqual({ liquidation_enabled: false });
  });
});

test.each([
  [20.408163, 1, '%', '20.41%'],
  [1.000_02, 1, '%', '1.00002%'],
  [199_999.99, 200_000, 'usd', '$199,999.99'],
  [-12.5, 50, 'usd', '-$12.5'],
  [121.7, 120, 's', '121.7 s'],
  [3, 0, 'count', '3'],
])('%d beside a limit of %d %s is shown as %s, never as the limit', (value, limit, unit, words) => {
  expect(beyondWords(value, limit, unit)).toBe(words);
});

test('what ending a run by hand sets is safe, or its guards could never be disarmed by something safer', () => {
  for (const { key } of PROGRAMMES) {
    const { abort } = frozen(key);
    for (const { switch: name, value } of abort.settings)
      expect([name as SwitchName, value]).toEqual([name, name === 'routing_mode' ? 'HL_MODE' : false]);
  }
});
