// Proof of effect on PostgreSQL: who is expected to apply a change, through silence, isolation, leaving and coming back.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { EffectView } from '#lib/contract/console.ts';
import { effectQuestion, effectsOf } from '#lib/store/changes/effect.ts';
import { database } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase, person } from '#test/console-database.ts';

const risk = person('risk_manager');
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let edge: pg.Client;
let revision = 1;

interface Report {
  startedAt: Date;
  leaving?: boolean;
}

/** What an edge files when it hears an instance at the newest revision. */
async function hear(instance: string, { startedAt, leaving = false }: Report): Promise<void> {
  await edge.query(
    `INSERT INTO instance_reports (instance_id, service, edge_id, mode, epoch, revision, started_at, received_at, leaving)
     VALUES ($1, 'router', 'edge-1', 'live', 1, $2, $3, clock_timestamp(), $4)`,
    [instance, revision, startedAt, leaving],
  );
}

async function change(value: number): Promise<string> {
  const result = await answered(() =>
    execute(setSwitch, { switch: 'force_hl_latency_ms', value, reason: 'Another limit' }, risk),
  );
  if (!result.ok || !result.value.changeSetId) throw new Error('the change was refused');
  revision = result.value.revision;
  return result.value.changeSetId;
}

async function effect(id: string): Promise<EffectView | undefined> {
  const question = await effectQuestion(database(), id);
  return question && (await effectsOf(database(), [question])).get(id);
}

beforeAll(async () => {
  opened = await openConsoleDatabase();
  edge = new pg.Client({ connectionString: opened.edge });
  await edge.connect();
});

afterAll(async () => {
  await edge.end();
  await opened.close();
});

const firstStart = new Date(Date.now() - 60_000);
const secondStart = new Date(Date.now() - 1_000);

test('a change that was applied stays proven when its instances restart in order', async () => {
  await hear('router-01', { startedAt: firstStart });
  await hear('router-02', { startedAt: firstStart });
  const id = await change(400);
  await hear('router-01', { startedAt: firstStart });
  expect(await effect(id)).toMatchObject({ expected: 2, applied: 1 });
  await hear('router-02', { startedAt: firstStart });
  expect(await effect(id)).toMatchObject({ state: 'effective', expected: 2, applied: 2 });

  for (const instance of ['router-01', 'router-02']) {
    await hear(instance, { startedAt: firstStart, leaving: true });
    await hear(instance, { startedAt: secondStart });
  }
  expect(await effect(id)).toMatchObject({ state: 'effective', expected: 2, applied: 2 });
});

test('an instance that had left does not owe a change made while it was away', async () => {
  await hear('router-02', { startedAt: secondStart, leaving: true });
  const id = await change(300);
  await hear('router-01', { startedAt: secondStart });
  expect(await effect(id)).toMatchObject({ state: 'effective', expected: 1, applied: 1 });
  await hear('router-02', { startedAt: new Date() });
  expect(await effect(id)).toMatchObject({ expected: 1, applied: 1, slowestInstance: 'router-01' });
});

test('an instance that starts for the first time after a change does not owe it', async () => {
  const id = await change(200);
  await hear('router-03', { startedAt: new Date() });
  expect(await effect(id)).toMatchObject({ expected: 2, applied: 0 });
});
