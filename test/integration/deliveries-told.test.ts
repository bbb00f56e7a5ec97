// The worker hears of deliveries at once, and again after the connection on which it listens was lost.
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLog } from '#lib/process/log.ts';
import { deliverOwn } from '#lib/store/alerts/own-alerts.ts';
import { database } from '#lib/store/client.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { listenForDeliveries } from '#worker/deliveries-told.ts';
import { startLoop } from '#worker/loop.ts';

const PATIENCE = { timeout: 30_000, interval: 50 };
const silent = createLog('test', { level: 'silent' });
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let superuser: pg.Client;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  superuser = new pg.Client({ connectionString: opened.superuser });
  await superuser.connect();
});

afterAll(async () => {
  await superuser.end();
  await opened.close();
});

const listener = async () =>
  (
    await superuser.query(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'bulkhead worker deliveries' AND datname = current_database() AND query LIKE 'LISTEN%'",
    )
  ).rows[0]?.pid;

test('each delivery wakes it, before and after the connection is lost', async () => {
  const heard = vi.fn();
  const told = listenForDeliveries(opened.app, silent, heard);
  try {
    // Once for what came before it listened.
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), PATIENCE);
    await deliverOwn(database(), []);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), PATIENCE);
    const first = await listener();
    await superuser.query('SELECT pg_terminate_backend($1)', [first]);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(3), PATIENCE);
    expect(await listener()).not.toBe(first);
    await deliverOwn(database(), []);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(4), PATIENCE);
  } finally {
    await told.stop();
  }
  await vi.waitFor(async () => expect(await listener()).toBeUndefined(), PATIENCE);
});

test('a loop that is woken works at once, also when the word came during its work', async () => {
  let times = 0;
  let during = () => {};
  const loop = startLoop({
    name: 'test',
    log: silent,
    retryMs: 3_600_000,
    work: async () => {
      times += 1;
      during();
      return { pauseMs: 3_600_000, done: true };
    },
  });
  try {
    await vi.waitFor(() => expect(times).toBe(1), PATIENCE);
    during = () => {
      during = () => {};
      loop.wake();
    };
    loop.wake();
    await vi.waitFor(() => expect(times).toBe(3), PATIENCE);
  } finally {
    await loop.stop();
  }
});
