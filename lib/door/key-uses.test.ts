// Uses of keys are counted one by one and none is lost on the way to the database.
import { expect, test } from 'vitest';
import { createKeyUses } from './key-uses.ts';
import type { ApiKey } from './keys.ts';

const key = (id: string): ApiKey => ({ id, hash: '', scopes: [], expiresAt: null });

test('counts each key, keeps the last time, and starts anew when taken', () => {
  let now = 1_000;
  const uses = createKeyUses(() => now);
  uses.count(key('a'));
  now = 2_000;
  uses.count(key('a'));
  uses.count(key('b'));
  expect(uses.take()).toEqual([
    { id: 'a', uses: 2, lastAt: 2_000 },
    { id: 'b', uses: 1, lastAt: 2_000 },
  ]);
  expect([uses.size(), uses.take()]).toEqual([0, []]);
});

test('what could not be stored is added to what was counted meanwhile, in one record a key', () => {
  let now = 1_000;
  const uses = createKeyUses(() => now);
  uses.count(key('a'));
  const taken = uses.take();
  now = 5_000;
  uses.count(key('a'));
  uses.putBack(taken);
  expect(uses.size()).toBe(1);
  expect(uses.take()).toEqual([{ id: 'a', uses: 2, lastAt: 5_000 }]);
});
