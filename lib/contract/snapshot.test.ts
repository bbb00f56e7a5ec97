// Positions in history, what may replace what, what a change event holds, and the value of a symbol.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyMatrix } from '#test/switch-values.ts';
import { changedEntries, isNewer, parsePositionId, positionId, type Snapshot, valueFor } from './snapshot.ts';
import { sameValue } from './values.ts';

const at = (epoch: number, revision: number) => ({ epoch, revision });
const holding = (switches: Snapshot['switches'], revision = 1): Snapshot => ({
  ...{ epoch: 1, revision, publishedAt: '2026-03-19T03:07:40.123Z' },
  switches,
});

describe('a position', () => {
  test('is written epoch.revision and read back', () => {
    expect(positionId(at(3, 4_812))).toBe('3.4812');
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.nat(999_999_999_999_999), (epoch, revision) => {
        expect(parsePositionId(positionId(at(epoch, revision)))).toEqual(at(epoch, revision));
      }),
    );
  });

  test.each([
    ...[
      undefined,
      '',
      '1',
      '1.',
      '.1',
      '1.2.3',
      '-1.2',
      '1.-2',
      '+1.2',
      '1,2',
      ' 1.2',
      '1.2 ',
      '1.2\n',
      '"1.2"',
    ],
    ...[
      'W/"1.2"',
      '1e3.2',
      '0x1.2',
      'NaN.1',
      '１.２',
      '1234567890.1',
      '1.1234567890123456',
      'latest',
      'null',
    ],
  ])('%j is none', (text) => {
    expect(parsePositionId(text)).toBeUndefined();
  });
});

describe('a snapshot may replace', () => {
  // biome-ignore format: a case a line
  test.each<[string, [number, number], [number, number], boolean]>([
    ['the one before it', [1, 6], [1, 5], true],
    ['not itself', [1, 5], [1, 5], false],
    ['not a later one', [1, 4], [1, 5], false],
    ['any of an earlier epoch, whatever its revision', [2, 1], [1, 900], true],
    ['none of a later epoch, whatever its revision', [1, 900], [2, 1], false],
    ['one many revisions back', [1, 900], [1, 1], true],
  ])('%s', (_name, [epoch, revision], [heldEpoch, heldRevision], expected) => {
    expect(isNewer(at(epoch, revision), at(heldEpoch, heldRevision))).toBe(expected);
  });

  test('nothing at all', () => {
    expect(isNewer(at(1, 0), undefined)).toBe(true);
  });

  test('so that of two different ones exactly one is newer', () => {
    const position = fc.record({ epoch: fc.nat(3), revision: fc.nat(5) });
    fc.assert(
      fc.property(position, position, (a, b) => {
        const same = a.epoch === b.epoch && a.revision === b.revision;
        expect(Number(isNewer(a, b)) + Number(isNewer(b, a))).toBe(same ? 0 : 1);
      }),
    );
  });
});

describe('changed entries', () => {
  test('are whole: an override that moved brings the others along', () => {
    const before = holding({
      limit: { value: '10', overrides: { BTC: '5', ETH: '1' } },
      mode: { value: 'A' },
    });
    const after = holding({
      limit: { value: '10', overrides: { BTC: '5', ETH: '2' } },
      mode: { value: 'A' },
    });
    expect(changedEntries(before, after)).toEqual({
      limit: { value: '10', overrides: { BTC: '5', ETH: '2' } },
    });
  });

  // biome-ignore format: a case a line
  test.each<[string, Snapshot['switches'][string], Snapshot['switches'][string], boolean]>([
    ['an override added', { value: '1' }, { value: '1', overrides: { BTC: '1' } }, true],
    ['an override removed', { value: '1', overrides: { BTC: '1' } }, { value: '1' }, true],
    ['an override moved to another symbol', { value: '1', overrides: { BTC: '2' } }, { value: '1', overrides: { ETH: '2' } }, true],
    ['an override named like a property of every object', { value: '1' }, { value: '1', overrides: { constructor: '1' } }, true],
    ['overrides in another order', { value: '1', overrides: { A: '1', B: '2' } }, { value: '1', overrides: { B: '2', A: '1' } }, false],
    ['no overrides and an empty list of them', { value: '1' }, { value: '1', overrides: {} }, false],
    ['off and nothing', { value: null }, { value: '0' }, true],
    ['false and zero', { value: false }, { value: 0 }, true],
    ['a set with another member', { value: ['A'] }, { value: ['B'] }, true],
    ['equal sets', { value: ['A', 'B'] }, { value: ['A', 'B'] }, false],
    ['an empty set and off', { value: [] }, { value: null }, true],
  ])('%s', (_name, before, after, changed) => {
    const difference = changedEntries(holding({ one: before }), holding({ one: after }, 2));
    expect(difference).toEqual(changed ? { one: after } : {});
  });

  test('laid over the snapshot before them give the snapshot after them', () => {
    fc.assert(
      fc.property(anyMatrix, anyMatrix, (before, after) => {
        const changed = changedEntries(holding(before), holding(after, 2));
        expect({ ...before, ...changed }).toEqual(after);
        for (const [name, entry] of Object.entries(changed)) expect(entry).toBe(after[name]);
      }),
      { numRuns: 100 },
    );
  });
});

test('the value of a symbol is its override, else that of the venue; unknown names have none', () => {
  const snapshot = holding({ limit: { value: '10', overrides: { BTC: '5' } }, breaker: { value: null } });
  expect(valueFor(snapshot, 'limit')).toBe('10');
  expect(valueFor(snapshot, 'limit', 'BTC')).toBe('5');
  expect(valueFor(snapshot, 'limit', 'ETH')).toBe('10');
  expect(valueFor(snapshot, 'limit', 'toString')).toBe('10');
  expect(valueFor(snapshot, 'breaker', 'BTC')).toBeNull();
  for (const name of ['nothing', '__proto__', 'constructor'])
    expect(valueFor(snapshot, name)).toBeUndefined();
});

test('equality of values never crosses types', () => {
  const values = [true, false, 0, 1, '', '0', '1', 'true', null, [], ['0'], ['0', '1'], undefined];
  for (const [i, a] of values.entries()) {
    for (const [j, b] of values.entries()) expect(sameValue(a, b)).toBe(i === j);
  }
});
