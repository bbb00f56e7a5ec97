// Every kind of entry that a command writes reads as words in the log, and can be narrowed to.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KIND_GROUPS, kindTitle } from './audit-kinds.ts';

/** Written in the same form, but told to the on-call, not entries. */
const NOTICES = ['on-call.handed-over', 'test-page.sent', 'test-page.answered', 'canary.rolled_back'];

const kinds = [
  ...new Set(
    globSync('lib/{commands,write}/**/*.ts')
      .flatMap((path) => readFileSync(path, 'utf8').match(/'[a-z][a-z_-]*\.[a-z][a-z_-]*'/g) ?? [])
      .map((literal) => literal.slice(1, -1)),
  ),
].filter((kind) => !NOTICES.includes(kind));

test('they are found', () => {
  expect(kinds.length).toBeGreaterThan(100);
});

test.each(kinds)('%s', (kind) => {
  expect(kindTitle(kind)).not.toBe(kind);
  expect(KIND_GROUPS.map(({ value }) => value)).toContain(kind.split('.')[0]);
});

test('no group stands twice', () => {
  const values = KIND_GROUPS.map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
});
