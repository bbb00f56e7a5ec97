// Rolling back over many matrices: what is set brings back what was, nothing else is asked for, and what others changed since is left.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPerSymbol, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { anyMatrix } from '#test/switch-values.ts';
import { INHERIT, type MatrixState, placeKey, type Request } from './decide-change.ts';
import {
  applyChanges,
  changesFor,
  defaultMatrix,
  hasOverride,
  type Matrix,
  type MatrixChange,
  valueIn,
} from './matrix.ts';
import { planMatrix, planUndo } from './matrix-rollback.ts';

/** Every place of a matrix with its value; a symbol without a value of its own has none. */
function placesOf(matrix: Matrix): Record<string, WireValue> {
  const places = SWITCH_NAMES.flatMap((name) => [
    { name, symbol: null as string | null },
    ...(isPerSymbol(name) ? SYMBOLS.map((symbol) => ({ name, symbol: symbol as string | null })) : []),
  ]);
  return Object.fromEntries(
    places
      .filter(({ name, symbol }) => symbol === null || hasOverride(matrix, name, symbol))
      .map(({ name, symbol }) => [placeKey(name, symbol), valueIn(matrix, name, symbol)]),
  );
}

function set(matrix: Matrix, requests: readonly Request[]): { matrix: Matrix; made: MatrixChange[] } {
  const made = changesFor(
    matrix,
    requests.map(({ switch: name, symbol, value }) => ({
      ...{ switch: name as SwitchName, symbol: symbol ?? null },
      value: value === INHERIT ? 'inherit' : (value as WireValue),
    })),
  );
  return { matrix: applyChanges(matrix, made), made };
}

function stateOf(matrix: Matrix, lastRevision: MatrixState['lastRevision'] = {}): MatrixState {
  return {
    ...{ epoch: 1, revision: 9, matrix, lastRevision, brokenAt: null },
    ...{ debts: [], openStop: null, openP0: null },
  };
}

describe('the matrix to a past one', () => {
  test('is brought back exactly, overrides that came and went with it, and only what differs is asked for', () => {
    fc.assert(
      fc.property(anyMatrix, anyMatrix, (past, now) => {
        const { requests, missing } = planMatrix(past, now);
        const { matrix, made } = set(now, requests);
        expect(placesOf(matrix)).toEqual(placesOf(past));
        expect(made).toHaveLength(requests.length);
        expect(missing).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('asks for nothing when it holds already', () => {
    fc.assert(
      fc.property(anyMatrix, (matrix) => {
        expect(planMatrix(matrix, matrix).requests).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('leaves switches alone that did not exist then, and names them', () => {
    const { routing_mode: _, ...past } = defaultMatrix();
    const now: Matrix = { ...defaultMatrix(), hedge_enabled: { value: false } };
    expect(planMatrix(past, now)).toEqual({
      requests: [{ switch: 'hedge_enabled', value: true }],
      missing: ['routing_mode'],
    });
    // And those that exist no longer.
    expect(planMatrix(defaultMatrix(), past)).toEqual({ requests: [], missing: [] });
  });

  test('takes a value of its own away from a symbol that had none, though the venue has the same', () => {
    const past: Matrix = { ...defaultMatrix(), normal_threshold: { value: '4000', overrides: {} } };
    const now: Matrix = { ...past, normal_threshold: { value: '4000', overrides: { BTC: '4000' } } };
    expect(planMatrix(past, now).requests).toEqual([
      { switch: 'normal_threshold', symbol: 'BTC', value: INHERIT },
    ]);
    expect(planMatrix(now, past).requests).toEqual([
      { switch: 'normal_threshold', symbol: 'BTC', value: '4000' },
    ]);
  });
});

describe('one change set undone', () => {
  test('brings back what was before it, when nobody has changed anything since', () => {
    fc.assert(
      fc.property(anyMatrix, anyMatrix, (before, wanted) => {
        const { matrix, made } = set(before, planMatrix(wanted, before).requests);
        const last = Object.fromEntries(made.map((one) => [placeKey(one.switch, one.symbol), 5]));
        const undoing = planUndo(stateOf(matrix, last), { revision: 5, changes: made });
        expect(undoing.conflicts).toEqual([]);
        expect(placesOf(set(matrix, undoing.requests).matrix)).toEqual(placesOf(before));
      }),
      { numRuns: 200 },
    );
  });

  test('leaves what was changed since, even when it has come back to the same value', () => {
    const made = (name: SwitchName, oldValue: WireValue, newValue: WireValue): MatrixChange => ({
      ...{ switch: name, symbol: null, oldValue, newValue },
      ...{ oldInherited: false, newInherited: false },
    });
    const changes = [
      made('hedge_enabled', true, false),
      made('force_hl_latency_ms', 500, 400),
      made('hedge_max_leverage', 3, 2),
    ];
    const matrix: Matrix = {
      ...defaultMatrix(),
      hedge_enabled: { value: false },
      force_hl_latency_ms: { value: 300 },
      hedge_max_leverage: { value: 2 },
    };
    const last = { hedge_enabled: 5, force_hl_latency_ms: 6, hedge_max_leverage: 7 };
    const { requests, conflicts } = planUndo(stateOf(matrix, last), { revision: 5, changes });
    expect(requests).toEqual([{ switch: 'hedge_enabled', symbol: null, value: true }]);
    expect(conflicts.map((one) => one.switch)).toEqual(['force_hl_latency_ms', 'hedge_max_leverage']);
  });

  test('a removed override collides with a new value of the venue, which the symbol follows by now', () => {
    const removed: MatrixChange = {
      ...{ switch: 'normal_threshold', symbol: 'BTC', oldValue: '4000', newValue: '10000' },
      ...{ oldInherited: false, newInherited: true },
    };
    const undo = (matrix: Matrix, last: number) =>
      planUndo(stateOf(matrix, { normal_threshold: last }), { revision: 5, changes: [removed] });
    const same: Matrix = { ...defaultMatrix(), normal_threshold: { value: '10000' } };
    expect(undo(same, 3).requests).toEqual([{ switch: 'normal_threshold', symbol: 'BTC', value: '4000' }]);
    expect(undo({ ...same, normal_threshold: { value: '8000' } }, 6).conflicts).toEqual([removed]);
  });
});
