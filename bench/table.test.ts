import { expect, test } from 'vitest';
import { type Row, skippedRow, verdictOf } from './row.ts';
import { tableOf } from './table.ts';

const met: Row = {
  what: 'a write',
  measured: '8.1 ms',
  baseline: '2.6 ms',
  ratio: 3.1154,
  budget: '< 15 ms',
  bounds: [{ value: 8.1, is: 'below', limit: 15 }],
  note: 'Beside the bare chain.',
};

test('a row keeps its budget when every bound holds', () => {
  const bound = (value: number, is: 'below' | 'at most' | 'at least', limit: number) =>
    verdictOf({ ...met, bounds: [{ value, is, limit }] });
  expect(bound(15, 'below', 15)).toBe('missed');
  expect(bound(2, 'at most', 2)).toBe('met');
  expect(bound(2.01, 'at most', 2)).toBe('missed');
  expect(bound(0.6, 'at least', 0.6)).toBe('met');
  expect(bound(0.59, 'at least', 0.6)).toBe('missed');
  expect(verdictOf({ ...met, bounds: [...(met.bounds ?? []), { value: 1, is: 'below', limit: 1 }] })).toBe(
    'missed',
  );
});

test('what could not be measured keeps no budget', () => {
  for (const is of ['below', 'at most', 'at least'] as const) {
    expect(verdictOf({ ...met, bounds: [{ value: Number.NaN, is, limit: 1 }] })).toBe('missed');
  }
  expect(verdictOf({ what: 'no budget', measured: '1' })).toBe('');
  expect(verdictOf(skippedRow('a page', 'There is no browser.'))).toBe('skipped');
});

test('columns line up, and rows with the same note share it', () => {
  const lines = tableOf([
    met,
    { ...met, what: 'another write' },
    skippedRow('a page', 'There is no browser.', '< 1 s'),
  ]);
  expect(lines).toEqual([
    '                   measured      baseline  ratio  budget   verdict',
    '------------------------------------------------------------------',
    'a write [1]        8.1 ms        2.6 ms    3.12x  < 15 ms  met',
    'another write [1]  8.1 ms        2.6 ms    3.12x  < 15 ms  met',
    'a page [2]         not measured                   < 1 s    skipped',
    '',
    '[1] Beside the bare chain.',
    '[2] There is no browser.',
  ]);
});
