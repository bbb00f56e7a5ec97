// The queue of an executor: one after another, none begun after its time, and none that hangs holds back the next.
import { expect, test, vi } from 'vitest';
import { openCommandLog } from './command-log.ts';
import { type CarryOut, createCommandQueue } from './command-queue.ts';

const ISSUED = Date.parse('2026-11-21T02:00:00.000Z');
const HOUR = 3_600_000;
const command = (id: string) => ({
  ...{ id, command: id, reason: 'test' },
  ...{ issuedAt: new Date(ISSUED).toISOString(), expiresAt: new Date(ISSUED + HOUR).toISOString() },
});
const never = () => new Promise<void>(() => {});

function open(carryOut: CarryOut, withinMs = 10_000) {
  const clock = { now: ISSUED };
  const log = openCommandLog(undefined, () => {});
  const onStep = vi.fn();
  const queue = createCommandQueue({ log, carryOut, withinMs, onStep, now: () => clock.now });
  return { clock, log, queue, onStep };
}

test('commands are carried out in their order, each after the end of the one before', async () => {
  const seen: string[] = [];
  const { queue, log } = open(async ({ id }, progress) => {
    seen.push(`${id} begins`);
    progress(1, 2);
    await Promise.resolve();
    progress(2, 2);
    seen.push(`${id} ends`);
  });
  queue.take(command('cancel'));
  queue.take(command('close'));
  queue.take(command('cancel'));
  await vi.waitFor(() => expect(log.list().map(({ state }) => state)).toEqual(['done', 'done']));
  expect(seen).toEqual(['cancel begins', 'cancel ends', 'close begins', 'close ends']);
});

test('one that waited behind another until after its time is not begun', async () => {
  const begun: string[] = [];
  let end: () => void = () => {};
  const { queue, log, clock } = open(({ id }) => {
    begun.push(id);
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  queue.take(command('slow'));
  queue.take(command('late'));
  await vi.waitFor(() => expect(begun).toEqual(['slow']));
  clock.now += HOUR + 1;
  end();
  await vi.waitFor(() => expect(log.list().map(({ state }) => state)).toEqual(['done', 'failed']));
  expect(log.list()[1]?.note).toContain('before it could begin');
  expect(begun).toEqual(['slow']);
});

test('one that hangs is given up; the next one begins, and what it says later counts no more', async () => {
  const hung: { signal?: AbortSignal; say?: (done: number, total: number) => void } = {};
  const { queue, log } = open(({ id }, say, signal) => {
    if (id === 'close') return Promise.resolve();
    Object.assign(hung, { signal, say });
    say(1, 3);
    return never();
  }, 20);
  queue.take(command('hangs'));
  queue.take(command('close'));
  await vi.waitFor(() => expect(log.list().map(({ state }) => state)).toEqual(['failed', 'done']));
  expect(hung.signal?.aborted).toBe(true);
  hung.say?.(2, 3);
  expect(log.list()[0]).toMatchObject({
    state: 'failed',
    done: 1,
    total: 3,
    note: expect.stringContaining('0.02 s'),
  });
});

test('one that goes on saying progress has the time it takes', async () => {
  vi.useFakeTimers();
  try {
    const { queue, log } = open(async (_command, say) => {
      for (let done = 1; done <= 5; done += 1) {
        await new Promise((resolve) => setTimeout(resolve, 80));
        say(done, 5);
      }
    }, 100);
    queue.take(command('long'));
    await vi.advanceTimersByTimeAsync(400);
    expect(log.list()).toMatchObject([{ state: 'done', done: 5 }]);
  } finally {
    vi.useRealTimers();
  }
});

test('one that throws at once has failed with its words, and the next one begins', async () => {
  const { queue, log } = open(({ id }) => {
    if (id === 'close') return Promise.resolve();
    throw new Error('No such account');
  });
  queue.take(command('cancel'));
  queue.take(command('close'));
  await vi.waitFor(() => expect(log.list().map(({ state }) => state)).toEqual(['failed', 'done']));
  expect(log.list()[0]?.note).toBe('No such account');
});

test('a stop of the executor breaks off what is under way and says no last word on it', async () => {
  const begun: AbortSignal[] = [];
  const { queue, log } = open((_command, _say, signal) => {
    begun.push(signal);
    return never();
  });
  queue.take(command('close'));
  queue.take(command('disconnect'));
  await vi.waitFor(() => expect(begun).toHaveLength(1));
  queue.close();
  expect(begun[0]?.aborted).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(log.list().map(({ state }) => state)).toEqual(['running', 'acknowledged']);
  expect(begun).toHaveLength(1);
});
