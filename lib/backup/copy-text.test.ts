// Rows of COPY's text form read back as the chain hashes them.
import { expect, test } from 'vitest';
import { chainTime, fieldsOfRow, linkReader } from './copy-text.ts';

test('escapes, nulls and empty texts', () => {
  expect(fieldsOfRow('a\\tb\t\\N\t\tline\\nend\\\\\t\\\\N')).toEqual([
    'a\tb',
    null,
    '',
    'line\nend\\',
    '\\N',
  ]);
});

test('times get all six digits of the second', () => {
  expect(chainTime('2026-03-19 03:07:40.12+00')).toBe('2026-03-19T03:07:40.120000Z');
  expect(chainTime('2026-03-19 03:07:40+00')).toBe('2026-03-19T03:07:40.000000Z');
  expect(chainTime('2026-03-19 03:07:40+01')).toBeUndefined();
});

test('columns are found by name, and a row that is none is said to be so', () => {
  const read = linkReader(['hash', 'prev_hash', 'seq', 'at', 'kind', 'symbol']);
  const row = `\\\\x${'ab'.repeat(32)}\t\\\\x${'00'.repeat(32)}\t7\t2026-03-19 03:07:40.5+00\tswitch.changed\t\\N`;
  const link = read(row);
  expect(link).toMatchObject({ seq: 7, prevHash: '00'.repeat(32), hash: 'ab'.repeat(32) });
  expect(link?.fields.slice(0, 2)).toEqual(['7', '2026-03-19T03:07:40.500000Z']);
  expect(link?.fields[5]).toBe('switch.changed');
  expect(link?.fields[7]).toBeNull();
  expect(read('only one')).toBeUndefined();
});
