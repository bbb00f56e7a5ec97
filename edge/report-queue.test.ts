// What is kept, and what gives way, while reports wait for the database.
import { expect, test } from 'vitest';
import { createReportQueue, type HeardReport } from './report-queue.ts';

function heard(
  instanceId: string,
  revision: number,
  heardAt: number,
  more: Partial<HeardReport> = {},
): HeardReport {
  return {
    instanceId,
    service: 'router',
    startedAt: '2026-11-21T02:00:00Z',
    epoch: 1,
    revision,
    mode: 'live',
    heardAt,
    ...more,
  };
}
const summary = (reports: readonly HeardReport[]) =>
  reports.map((one) => `${one.instanceId}@${one.revision}:${one.heardAt}`);

test('the first word at each position is kept with its time; of heartbeats only the newest', () => {
  const queue = createReportQueue();
  for (const at of [10, 20, 30]) queue.add(heard('a', 1, at));
  queue.add(heard('a', 2, 40));
  for (const at of [50, 60]) queue.add(heard('a', 2, at));
  expect(summary(queue.take(10))).toEqual(['a@1:10', 'a@2:40', 'a@2:60']);
  expect(queue.size()).toBe(0);
});

test('a heartbeat at a position that was stored before is no receipt again', () => {
  const queue = createReportQueue(2);
  queue.add(heard('a', 1, 10));
  queue.take(1);
  queue.add(heard('a', 1, 20));
  queue.add(heard('b', 1, 30));
  queue.add(heard('c', 1, 40));
  expect(summary(queue.take(9))).toEqual(['b@1:30', 'c@1:40']);
});

test('when room is short heartbeats go first, then the oldest receipts, and that is counted', () => {
  const queue = createReportQueue(3);
  for (const [id, at] of [
    ['a', 1],
    ['b', 2],
  ] as const)
    queue.add(heard(id, 0, at, { epoch: 0, mode: 'empty' }));
  for (const [id, at] of [
    ['c', 3],
    ['d', 4],
    ['e', 5],
  ] as const)
    queue.add(heard(id, 7, at));
  expect([queue.size(), queue.lostReceipts()]).toEqual([3, 0]);
  queue.add(heard('f', 7, 6));
  expect(queue.lostReceipts()).toBe(1);
  expect(summary(queue.take(9))).toEqual(['d@7:4', 'e@7:5', 'f@7:6']);
});

test('reports that could not be stored come back with their own time', () => {
  const queue = createReportQueue();
  queue.add(heard('a', 1, 10));
  const taken = queue.take(5);
  queue.add(heard('a', 1, 20));
  queue.putBack(taken);
  expect(summary(queue.take(5))).toEqual(['a@1:10', 'a@1:20']);
});

test('a batch has a limit, receipts first', () => {
  const queue = createReportQueue();
  queue.add(heard('a', 0, 1, { epoch: 0, mode: 'empty' }));
  for (const id of ['b', 'c', 'd']) queue.add(heard(id, 1, 2));
  expect(summary(queue.take(2))).toEqual(['b@1:2', 'c@1:2']);
  expect(summary(queue.take(9))).toEqual(['d@1:2', 'a@0:1']);
});
