// Who counts as reporting here: those heard of late, with the latch of their newest word.
import { expect, test } from 'vitest';
import { SILENT_AFTER_MS } from '#lib/contract/edge.ts';
import { createLatchedInstances } from './latched-instances.ts';

function open() {
  let now = 0;
  const instances = createLatchedInstances(() => now);
  const word = { service: 'router', startedAt: '2026-11-21T02:00:00.000Z', epoch: 1, revision: 1 };
  return {
    instances,
    note(instanceId: string, at: number, more: { latch?: string; leaving?: boolean } = {}) {
      now = at;
      instances.note({ ...word, mode: 'live', instanceId, heardAt: at, ...more });
    },
    at(time: number) {
      now = time;
    },
  };
}

test('the newest word of each counts, and one that leaves is gone', () => {
  const { instances, note } = open();
  note('b', 0, { latch: 'stop' });
  note('a', 1);
  note('b', 2);
  note('a', 3, { latch: 'stop' });
  expect(instances.list()).toEqual([
    { id: 'a', latch: 'stop' },
    { id: 'b', latch: undefined },
  ]);
  note('a', 4, { leaving: true });
  expect(instances.list().map(({ id }) => id)).toEqual(['b']);
});

test('silent ones are left out, whoever came first', () => {
  const { instances, note, at } = open();
  note('a', 0);
  note('b', 1);
  note('a', 2);
  at(SILENT_AFTER_MS + 2);
  expect(instances.list().map(({ id }) => id)).toEqual(['a']);
});
