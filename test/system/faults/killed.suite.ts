// kill -9 of each process in turn while writes go on: what was answered happened once, what was not is told truthfully.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { ChangeSetView } from '#lib/contract/console.ts';
import type { PressAnswer } from '#lib/contract/levels.ts';
import {
  command,
  headRevision,
  onConsole,
  run,
  secrets,
  sql,
  tokenOf,
  until,
  untilInStep,
} from '../installation.ts';
import { auditVerify, expectSameValues, kill, untilReplaced } from './processes.ts';
import { expectWhole, reckon, startWriters } from './write-stream.ts';

/** As the server's administrator: background jobs are closed to the application. */
async function asAdministrator<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const url = new URL(run().databaseUrl);
  url.username = 'postgres';
  url.password = secrets().postgres;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Jobs whose time came more than two seconds ago. */
async function jobsOverdue(): Promise<number> {
  const [row] = await asAdministrator<{ count: number }>(
    "SELECT count(*)::int AS count FROM graphile_worker._private_jobs WHERE run_at < now() - interval '2 seconds'",
  );
  return row?.count ?? 0;
}

/** Whether the worker has still to look who has applied this change. */
async function isUnchecked(changeSetId: string | null): Promise<boolean> {
  const waiting = await asAdministrator(`SELECT FROM effect_checks WHERE change_set_id = '${changeSetId}'`);
  return waiting.length > 0;
}

describe('kill -9 during a stream of writes', () => {
  test.for(['console', 'worker', 'edge', 'postgres'] as const)('%s', { timeout: 120_000 }, async (name) => {
    await untilInStep();
    const writers = startWriters();
    await writers.done(20);
    const gone = await kill(name);
    await untilReplaced(name, gone);
    await writers.done(20);
    const again = await kill(name);
    await untilReplaced(name, again);
    await writers.done(20);
    const sent = await writers.stop();

    const { done, refused, unknown } = await reckon(sent);
    expect(done).toBeGreaterThanOrEqual(60);
    // The write path runs through neither of these: nobody who writes notices.
    if (name === 'worker' || name === 'edge') expect([refused, unknown]).toEqual([0, 0]);
    await expectWhole();
    await untilInStep();
    await expectSameValues();
  });

  test('afterwards the audit log verifies against its checkpoints', { timeout: 60_000 }, async () => {
    const verdict = await until(
      'a verdict with checkpoints',
      async () => {
        const found = await auditVerify();
        return found.checkpoints.compared > 0 && found;
      },
      30_000,
    );
    expect(verdict).toMatchObject({ sound: true, broken: null });
  });

  test('console and worker right after a press: the level holds, once, and the next worker does the jobs', {
    timeout: 60_000,
  }, async () => {
    const before = await headRevision();
    const headers = { ...tokenOf('risk_manager'), 'idempotency-key': randomUUID() };
    const press = { level: 2, reason: 'Several modules fail at once' };
    const answer = await command('press-level', press, headers);
    const gone = await Promise.all([kill('console'), kill('worker')]);
    const told = answer.json as PressAnswer;
    expect([answer.status, told.changed, told.revision]).toEqual([200, true, before + 1]);
    // As if two minutes had passed before the next one starts, after which nobody can still be at them. Not before the
    // kill: a job taken in between would keep its fresh lock.
    await asAdministrator(
      "UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '3 minutes'",
    );
    await Promise.all([untilReplaced('console', gone[0]), untilReplaced('worker', gone[1])]);

    const again = await command('press-level', press, headers);
    expect([again.status, again.json]).toEqual([200, told]);
    const levels = await onConsole('/api/v1/levels', { headers: tokenOf('auditor') });
    expect(levels.json).toMatchObject({ current: 2, press: { id: told.pressId, drift: [] } });
    const sets = await sql('SELECT id, command FROM change_sets WHERE revision > $1', [before]);
    expect(sets).toEqual([{ id: told.changeSetId, command: 'press-level' }]);
    await until('every instance has applied it', async () => {
      const changes = await onConsole('/api/v1/changes?limit=1', { headers: tokenOf('auditor') });
      const [newest] = (changes.json as { items: readonly ChangeSetView[] }).items;
      return newest?.id === told.changeSetId && newest?.effect.state === 'effective';
    });
    await until('the worker has looked', async () => !(await isUnchecked(told.changeSetId)));
    await until('no job is left behind', async () => (await jobsOverdue()) === 0, 40_000);
    await expectWhole();
    await expectSameValues();
  });
});
