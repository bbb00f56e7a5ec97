// The matrix as a value: what holds for a symbol, and what a set of wanted values really changes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixWith } from '#test/matrices.ts';
import { anyMatrix } from '#test/switch-values.ts';
import {
  applyChanges,
  changesFor,
  defaultMatrix,
  isSwitchName,
  readerOf,
  valueIn,
  type Wanted,
} from './matrix.ts';

const want = (value: Wanted['value'], symbol: string | null = null): Wanted => ({
  switch: 'normal_threshold',
  symbol,
  value,
});

test('a new installation holds all 52 defaults and no override', () => {
  const matrix = defaultMatrix();
  expect(Object.keys(matrix)).toHaveLength(52);
  expect(matrix.normal_threshold).toEqual({ value: '10000' });
  expect(matrix.per_symbol_betting).toEqual({ value: ['BTC', 'ETH'] });
  expect(Object.values(matrix).every((entry) => entry.overrides === undefined)).toBe(true);
});

test('a symbol has its override, else the value of the venue, else the default', () => {
  const matrix = matrixWith({ switch: 'normal_threshold', symbol: 'BTC', value: '5000' });
  expect(valueIn(matrix, 'normal_threshold', 'BTC')).toBe('5000');
  expect(valueIn(matrix, 'normal_threshold', 'ETH')).toBe('10000');
  expect(valueIn(matrix, 'normal_threshold')).toBe('10000');
  expect(valueIn(matrix, 'normal_threshold', '__proto__')).toBe('10000');
  expect(valueIn(matrix, 'normal_threshold', 'constructor')).toBe('10000');
  expect(valueIn({}, 'routing_mode')).toBe('HL_MODE');
  expect(readerOf(matrix).get('normal_threshold', 'BTC')).toBe('5000');
});

test('an override of off is a value, not an absence', () => {
  const matrix = { daily_net_loss_limit: { value: null } };
  expect(valueIn(matrix, 'daily_net_loss_limit')).toBeNull();
});

describe('changes', () => {
  test('leave out what holds already', () => {
    expect(changesFor(defaultMatrix(), [want('10000')])).toEqual([]);
    expect(changesFor(defaultMatrix(), [want('inherit', 'BTC')])).toEqual([]);
    const overridden = matrixWith({ switch: 'normal_threshold', symbol: 'BTC', value: '5000' });
    expect(changesFor(overridden, [want('5000', 'BTC')])).toEqual([]);
  });

  test('a symbol that goes on inheriting has no change of its own when the venue moves', () => {
    const changes = changesFor(defaultMatrix(), [want('20000'), want('inherit', 'BTC')]);
    expect(changes.map(({ symbol }) => symbol)).toEqual([null]);
  });

  test('an override equal to the value of the venue is a change: it stays when the venue moves', () => {
    expect(changesFor(defaultMatrix(), [want('10000', 'BTC')])).toEqual([
      {
        ...{ switch: 'normal_threshold', symbol: 'BTC', oldValue: '10000', newValue: '10000' },
        ...{ oldInherited: true, newInherited: false },
      },
    ]);
  });

  test('removing an override shows the value of the venue, also one set at the same time', () => {
    const matrix = matrixWith({ switch: 'normal_threshold', symbol: 'BTC', value: '1000' });
    const inherited = { oldValue: '1000', oldInherited: false, newInherited: true };
    expect(changesFor(matrix, [want('inherit', 'BTC')])).toMatchObject([{ ...inherited, newValue: '10000' }]);
    for (const wanted of [
      [want('inherit', 'BTC'), want('20000')],
      [want('20000'), want('inherit', 'BTC')],
    ]) {
      expect(changesFor(matrix, wanted)).toEqual(
        expect.arrayContaining([expect.objectContaining({ symbol: 'BTC', ...inherited, newValue: '20000' })]),
      );
    }
  });

  test('are applied without touching the matrix before, and the last override takes the list with it', () => {
    const before = Object.freeze(matrixWith({ switch: 'normal_threshold', symbol: 'BTC', value: '1000' }));
    const copy = structuredClone(before);
    const after = applyChanges(before, changesFor(before, [want('inherit', 'BTC')]));
    expect(after.normal_threshold).toEqual({ value: '10000' });
    expect('overrides' in (after.normal_threshold ?? {})).toBe(false);
    expect(before).toEqual(copy);
    expect(after.routing_mode).toBe(before.routing_mode);
  });

  test('going to any matrix by its values arrives there, and going again changes nothing', () => {
    fc.assert(
      fc.property(anyMatrix, anyMatrix, (from, to) => {
        const wanted = Object.entries(to).flatMap(([name, entry]): Wanted[] => [
          { switch: name as Wanted['switch'], symbol: null, value: entry.value },
          ...Object.keys({ ...from[name]?.overrides, ...entry.overrides }).map(
            (symbol): Wanted => ({
              switch: name as Wanted['switch'],
              symbol,
              value: entry.overrides?.[symbol] ?? 'inherit',
            }),
          ),
        ]);
        const changes = changesFor(from, wanted);
        const arrived = applyChanges(from, changes);
        expect(arrived).toEqual(to);
        expect(changesFor(arrived, wanted)).toEqual([]);
        for (const change of changes) {
          expect(change.newValue).toEqual(valueIn(to, change.switch, change.symbol));
          expect(change.oldValue).toEqual(valueIn(from, change.switch, change.symbol));
        }
      }),
      { numRuns: 100 },
    );
  });
});

test('names from outside', () => {
  expect(['routing_mode', '__proto__', 'constructor', 'nonsense'].map(isSwitchName)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
