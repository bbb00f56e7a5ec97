// What users can do is told from what instances have applied, not from what was written: behind, silent, or of an old epoch.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { StatusBody } from '#lib/contract/console.ts';
import { ask } from '#lib/reads/read.ts';
import { readStatus } from '#lib/reads/read-status.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase, person } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let edge: pg.Client;
let owner: pg.Client;
/** Where the matrix stands before and after hedging is switched off. */
let before: number;
let after: number;

async function hear(instance: string, revision: number): Promise<void> {
  await edge.query(
    `INSERT INTO instance_reports (instance_id, service, edge_id, mode, epoch, revision, started_at, received_at, leaving)
     VALUES ($1, 'hedger', 'edge-1', 'live', 1, $2, '2026-11-21T02:00:00Z', clock_timestamp(), false)`,
    [instance, revision],
  );
}

async function status(): Promise<StatusBody> {
  const read = await ask(readStatus, {}, person('auditor'));
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** Whether the exchange hedges, and why it is as it is. */
async function hedge(): Promise<[string | undefined, string | undefined]> {
  const { hedge: view } = (await status()).capabilities;
  return [view?.state, view?.note];
}

beforeAll(async () => {
  opened = await openConsoleDatabase();
  edge = new pg.Client({ connectionString: opened.edge });
  owner = new pg.Client({ connectionString: opened.owner });
  await Promise.all([edge.connect(), owner.connect()]);
  before = (await status()).revision;
  const off = { switch: 'hedge_enabled', value: false, reason: 'Hedging by hand' };
  const result = await answered(() => execute(setSwitch, off, SYSTEM));
  if (!result.ok) throw new Error(result.error.message);
  after = result.value.revision;
});

afterAll(async () => {
  await Promise.all([edge.end(), owner.end()]);
  await opened.close();
});

test('nothing is known while nobody reports', async () => {
  expect(await hedge()).toEqual(['unknown', 'No instance reports']);
});

test('while one instance lags, what it has applied counts; once it caught up, what was written', async () => {
  await hear('hedger-01', after);
  await hear('hedger-02', before);
  expect(await hedge()).toEqual(['on', expect.stringContaining('From $')]);
  await hear('hedger-02', after);
  expect(await hedge()).toEqual(['manual', 'By hand']);
});

test('a silent instance does not hold the others back; when all are silent nothing is known', async () => {
  const silence = (like: string) =>
    owner.query(
      "UPDATE instances SET last_seen_at = last_seen_at - interval '1 hour', epoch = 1, revision = $2 WHERE id LIKE $1",
      [like, before],
    );
  await silence('hedger-02');
  expect(await hedge()).toEqual(['manual', 'By hand']);
  await silence('hedger-01');
  expect(await hedge()).toEqual(['unknown', 'Every instance is silent']);
});

test('values of an epoch before a restore say nothing about now', async () => {
  await hear('hedger-01', after);
  expect(await hedge()).toEqual(['manual', 'By hand']);
  await owner.query('UPDATE matrix_head SET epoch = 2');
  await owner.query(
    'INSERT INTO snapshots SELECT 2, revision, body, published_at FROM snapshots WHERE revision = $1',
    [after],
  );
  expect(await hedge()).toEqual([
    'unknown',
    'No instance has applied values since the database was restored',
  ]);
});
