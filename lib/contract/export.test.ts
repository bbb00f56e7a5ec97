// The name of an export says what it holds, and is read back.
import { expect, test } from 'vitest';
import { type ExportGrant, entriesInName, exportFileName } from './export.ts';

const grant: ExportGrant = {
  ...{ format: 'ndjson', firstSeq: 1, lastSeq: 3_012, rows: 3_012, filter: {} },
  ...{ firstAt: '2026-11-26T18:00:00.123Z', lastAt: '2026-11-26T19:00:00.456Z' },
};

test('a name has the span and the number of entries', () => {
  expect(exportFileName(grant)).toBe('bulkhead-audit-20261126T180000Z-20261126T190000Z-3012-entries.ndjson');
  expect(exportFileName({ ...grant, format: 'lines', firstAt: null, lastAt: null, rows: 0 })).toBe(
    'bulkhead-audit-empty-empty-0-entries.txt',
  );
});

test('the number is read back, also from a second download, and from no other name', () => {
  const name = exportFileName(grant);
  expect(entriesInName(name)).toBe(3_012);
  expect(entriesInName(name.replace('.ndjson', ' (1).ndjson'))).toBe(3_012);
  for (const other of ['export.ndjson', `x-${name}`, name.replace('-3012', '-many')])
    expect(entriesInName(other)).toBe(undefined);
});
