// Orderly stop: last part first, once, within the bound.
import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createLifecycle, EXIT_BUG } from './lifecycle.ts';
import { createLog } from './log.ts';

function setUp(timeoutMs = 1_000) {
  const exits: number[] = [];
  const host = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  const log = createLog('test', { level: 'silent' });
  const lifecycle = createLifecycle(log, { timeoutMs, host: host as unknown as NodeJS.Process });
  return { exits, host, lifecycle };
}

test('parts stop in the reverse order, once, also when the signal comes twice', async () => {
  const { exits, host, lifecycle } = setUp();
  const order: string[] = [];
  lifecycle.onStop('database', () => order.push('database'));
  lifecycle.onStop('server', async () => order.push('server'));
  host.emit('SIGINT');
  host.emit('SIGTERM');
  expect(lifecycle.signal.aborted).toBe(true);
  await lifecycle.stop('again');
  expect(order).toEqual(['server', 'database']);
  expect(exits).toEqual([0]);
});

test('a part that fails does not keep the others from stopping, and shows in the exit code', async () => {
  const { exits, lifecycle } = setUp();
  const order: string[] = [];
  lifecycle.onStop('first', () => order.push('first'));
  lifecycle.onStop('second', () => Promise.reject(new Error('no')));
  await lifecycle.stop('asked');
  expect(order).toEqual(['first']);
  expect(exits).toEqual([1]);
});

test('a part that hangs is left behind when the bound has passed', async () => {
  vi.useFakeTimers();
  try {
    const { exits, lifecycle } = setUp(1_000);
    lifecycle.onStop('hangs', () => new Promise(() => {}));
    void lifecycle.stop('asked');
    await vi.advanceTimersByTimeAsync(999);
    expect(exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(exits).toEqual([1]);
  } finally {
    vi.useRealTimers();
  }
});

test('an error nobody caught ends the process at once', () => {
  const { exits, host } = setUp();
  host.emit('unhandledRejection', new Error('bug'));
  expect(exits).toEqual([EXIT_BUG]);
});
