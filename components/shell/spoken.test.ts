// What is said of the stop, the level and of requests: the same words for the same state, so that it is heard once.
import { expect, test } from 'vitest';
import type { StatusBody } from '#lib/contract/console.ts';
import { spokenOf } from './spoken.ts';

const level = (current: number) => ({ current }) as StatusBody['level'];
const stop = { pressedBy: 'Ann', pressedAt: '2026-03-19T03:00:00.000Z' } as StatusBody['stop'];

test('a level, a stop and requests for this person', () => {
  expect(spokenOf({ stop: null, level: level(0) }, 0)).toHaveLength(1);
  expect(spokenOf({ stop, level: level(2) }, 1)).toEqual([
    'The venue is stopped by Ann.',
    'Level 2, Read-only.',
    'One change request waits for you to decide.',
  ]);
  expect(spokenOf({ stop: null, level: level(2) }, 3)).toContain('3 change requests wait for you to decide.');
});
