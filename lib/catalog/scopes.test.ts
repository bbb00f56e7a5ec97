// Scopes and permissions name each other: no scope that opens nothing, none that keys cannot be given.
import { expect, test } from 'vitest';
import { ACTIONS, permissionOf } from './permissions.ts';
import { SCOPE_NAMES, SCOPES } from './scopes.ts';

test('every scope of a permission is one that keys can have', () => {
  const used = ACTIONS.flatMap((action) => permissionOf(action).scopes ?? []);
  expect(SCOPE_NAMES).toEqual(expect.arrayContaining([...new Set(used)]));
});

test('every scope says in a sentence what it opens', () => {
  for (const name of SCOPE_NAMES) {
    expect(name).toMatch(/^[a-z]+:[a-z]+$/);
    expect(SCOPES[name]).toMatch(/^[A-Z].*\.$/);
  }
});
