// An answer that has to be of a later revision waits for it, and not for ever.
import { expect, test } from 'vitest';
import { createFreshness } from './freshness.ts';
import { createSnapshotStore } from './snapshot-store.ts';

const snapshot = (revision: number, epoch = 1) => ({
  ...{ epoch, revision, publishedAt: '2026-03-19T03:07:40.123Z' },
  switches: { limit: { value: '1' } },
});

test('what is there already is not waited for', () => {
  const store = createSnapshotStore();
  const { reached } = createFreshness(store);
  store.publish(snapshot(5), 'database', 0);
  expect([reached({ epoch: 1, revision: 5 }), reached({ epoch: 1, revision: 4 })]).toEqual([true, true]);
  expect(reached({ epoch: 0, revision: 9 })).toBe(true);
});

test('a later one is waited for, past those before it', async () => {
  const store = createSnapshotStore();
  const { reached } = createFreshness(store);
  store.publish(snapshot(5), 'database', 0);
  let done: boolean | undefined;
  const waiting = Promise.resolve(reached({ epoch: 1, revision: 7 })).then((value) => {
    done = value;
  });
  store.publish(snapshot(6), 'database', 0);
  await Promise.resolve();
  expect(done).toBeUndefined();
  store.publish(snapshot(8), 'database', 0);
  await waiting;
  expect(done).toBe(true);
});

test('one that never comes ends the wait', async () => {
  const store = createSnapshotStore();
  store.publish(snapshot(5), 'database', 0);
  expect(await createFreshness(store, 20).reached({ epoch: 1, revision: 6 })).toBe(false);
});
