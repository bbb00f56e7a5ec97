// What the worker does later: time budgets, jobs on a real queue, abandoned ones, housekeeping.
import { Logger, run, runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { createLog } from '#lib/process/log.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { aWithdrawalRow } from '#test/withdrawals.ts';
import { openPool, surviveLostConnections } from '#worker/database.ts';
import { effectRound } from '#worker/effect-rounds.ts';
import { keepHouse } from '#worker/housekeeping.ts';
import { freeAbandoned, startRunner } from '#worker/runner.ts';
import { createTasks } from '#worker/tasks.ts';

const silent = createLog('test', { level: 'silent' });
const quiet = new Logger(() => () => {});
let database: Awaited<ReturnType<typeof openConsoleDatabase>>;
let superuser: pg.Client;
let owner: pg.Pool;

beforeEach(async () => {
  database = await openConsoleDatabase();
  superuser = new pg.Client({ connectionString: database.superuser });
  await superuser.connect();
  owner = new pg.Pool({ connectionString: database.owner });
  surviveLostConnections(owner, silent);
  // The check of the first change set, which filled the matrix.
  await superuser.query('DELETE FROM effect_checks');
});

afterEach(async () => {
  await superuser.end();
  await owner.end();
  await database.close();
});

async function one<T>(sql: string): Promise<T> {
  const { rows } = await superuser.query(sql);
  return rows[0] as T;
}

/** Runs what is due now with the worker's own tasks, until nothing is. */
const runDue = () =>
  runOnce({ pgPool: owner, taskList: createTasks(owner, silent), noHandleSignals: true, logger: quiet });

async function queued(task: string): Promise<{ count: number; due: boolean | null }> {
  return one(
    `SELECT count(*)::int AS count, bool_and(run_at <= clock_timestamp()) AS due
     FROM graphile_worker.jobs WHERE task_identifier = '${task}'`,
  );
}

describe('time budgets', () => {
  /** Instances of which the first `heard` have told that they applied the newest revision. */
  async function instances(names: readonly string[], heard: number, revision: number): Promise<void> {
    for (const [index, name] of names.entries()) {
      const at = index < heard ? revision : revision - 1;
      await superuser.query(
        `INSERT INTO instance_reports (instance_id, service, edge_id, mode, epoch, revision, started_at, received_at)
         VALUES ($1, 'router', 'edge-1', 'live', 1, $2, now() - interval '1 hour', $3)`,
        [name, at, index < heard ? new Date() : new Date(Date.now() - 30 * 60_000)],
      );
    }
    await superuser.query("UPDATE instances SET registered_at = now() - interval '1 hour'");
  }

  async function change(): Promise<{ id: string; revision: number }> {
    // A switch that instances hold when they lose contact: a silent one is waited for.
    const input = { switch: 'normal_threshold', value: '9000', reason: 'A little less' };
    const result = await execute(setSwitch, input, person('risk_manager'));
    if (!result.ok || !result.value.changeSetId) throw new Error('no change');
    return { id: result.value.changeSetId, revision: result.value.revision };
  }

  /** As if the change had been committed so long ago. */
  async function age(id: string, interval: string): Promise<void> {
    await superuser.query('UPDATE change_sets SET committed_at = committed_at - $2::interval WHERE id = $1', [
      id,
      interval,
    ]);
    await superuser.query('UPDATE effect_checks SET due_at = due_at - $1::interval', [interval]);
  }

  const waiting = async () => (await one<{ n: number }>('SELECT count(*)::int AS n FROM effect_checks')).n;
  const missed = () =>
    one<{ n: number }>("SELECT count(*)::int AS n FROM audit_log WHERE kind = 'effect.missed'");

  test('records who lagged, once, however often it is looked at', async () => {
    const set = await change();
    await instances(['i-1', 'i-2', 'i-3'], 1, set.revision);
    await age(set.id, '10 seconds');
    await effectRound();
    expect(await one('SELECT change_set_id, applied, expected, lagging FROM missed_budgets')).toEqual({
      change_set_id: set.id,
      applied: 1,
      expected: 3,
      lagging: ['i-2', 'i-3'],
    });
    // A worker that was killed before it said that it had looked.
    await superuser.query('INSERT INTO effect_checks VALUES ($1, now())', [set.id]);
    expect(await effectRound()).toEqual({ more: false, failure: null });
    expect(await waiting()).toBe(0);
    expect(await missed()).toEqual({ n: 1 });
    expect(await one('SELECT count(*)::int AS n FROM missed_budgets')).toEqual({ n: 1 });
  });

  test('records nothing when all applied it in time', async () => {
    const set = await change();
    await instances(['i-1', 'i-2'], 2, set.revision);
    await superuser.query("UPDATE receipts SET received_at = received_at - interval '10 seconds'");
    await age(set.id, '10 seconds');
    await effectRound();
    expect(await waiting()).toBe(0);
    expect(await missed()).toEqual({ n: 0 });
  });

  test('waits until the budget has run out by the database’s clock', async () => {
    const set = await change();
    await instances(['i-1'], 0, set.revision);
    await effectRound();
    expect([await missed(), await waiting()]).toEqual([{ n: 0 }, 1]);
    await age(set.id, '10 seconds');
    await effectRound();
    expect([await missed(), await waiting()]).toEqual([{ n: 1 }, 0]);
  });

  test('one that cannot be recorded waits, and holds up none of the others', async () => {
    const first = await change();
    await instances(['i-1'], 0, first.revision);
    const input = { switch: 'normal_threshold', value: '8000', reason: 'Once more' };
    expect(await execute(setSwitch, input, person('risk_manager'))).toMatchObject({ ok: true });
    await superuser.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '55P03'; END $$`,
    );
    await superuser.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON missed_budgets FOR EACH ROW
         WHEN (NEW.change_set_id = '${first.id}') EXECUTE FUNCTION refuse()`,
    );
    await age(first.id, '10 seconds');
    await superuser.query(
      "UPDATE change_sets SET committed_at = now() - interval '5 seconds' WHERE id <> $1",
      [first.id],
    );
    expect(await effectRound()).toMatchObject({ failure: { message: expect.stringMatching(first.id) } });
    expect([await missed(), await waiting()]).toEqual([{ n: 1 }, 1]);
    await superuser.query('DROP TRIGGER refuse ON missed_budgets');
    await effectRound();
    expect([await missed(), await waiting()]).toEqual([{ n: 2 }, 0]);
  });
});

describe('what the write path left for later', () => {
  const risk = person('risk_manager');

  /** Long after: the stored time and its job are both due. */
  async function overdue(table: 'change_requests' | 'value_deadlines', ...columns: string[]): Promise<void> {
    const earlier = columns.map((name) => `${name} = ${name} - interval '3 hours'`).join(', ');
    await superuser.query(
      `SET session_replication_role = replica; UPDATE ${table} SET ${earlier}; RESET session_replication_role`,
    );
    await superuser.query("UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 second'");
  }

  const logged = async (kind: string) =>
    (await superuser.query('SELECT subject, actor_kind FROM audit_log WHERE kind = $1', [kind])).rows;

  test("a change request that nobody decided on ends, and is in the log as Bulkhead's own doing", async () => {
    await keepPeople(superuser, risk);
    const input = { switch: 'routing_mode', value: 'NORMAL_MODE', reason: 'Nobody will look at it' };
    expect(await answered(() => execute(setSwitch, input, risk))).toMatchObject({
      value: { request: { number: 1 } },
    });
    await runDue();
    expect(await logged('change-request.expired')).toEqual([]);
    await overdue('change_requests', 'requested_at', 'expires_at');
    await runDue();
    await vi.waitFor(async () => expect(await queued('expire-request')).toMatchObject({ count: 0 }));
    expect(await logged('change-request.expired')).toEqual([{ subject: 'CR-1', actor_kind: 'system' }]);
    expect(await one('SELECT state FROM change_requests')).toEqual({ state: 'expired' });
  });

  test('the time of a temporary value that has passed is noted, and its value stays', async () => {
    await keepPeople(superuser, risk);
    const until = new Date(Date.now() + 7_200_000).toISOString();
    const input = { switch: 'normal_threshold', value: '9000', reason: 'For two hours', until };
    expect(await answered(() => execute(setSwitch, input, risk))).toMatchObject({ value: { changed: true } });
    await overdue('value_deadlines', 'until');
    await runDue();
    await vi.waitFor(async () => expect(await queued('note-deadline')).toMatchObject({ count: 0 }));
    expect(await logged('deadline.passed')).toEqual([{ subject: 'normal_threshold', actor_kind: 'system' }]);
    expect(await one("SELECT value FROM switch_values WHERE switch = 'normal_threshold'")).toEqual({
      value: '9000',
    });
  });

  test('a stop that an edge made alone is recorded by itself as soon as the edge reports it', async () => {
    await superuser.query(
      `INSERT INTO edge_stop_reports (id, edge_id, pressed_at, key_id, reason)
       VALUES ('00000000-0000-4000-8000-00000000000a', 'edge-1', now() - interval '10 minutes', gen_random_uuid(), 'Database lost')`,
    );
    await runDue();
    await vi.waitFor(async () => expect(await queued('record-edge-stop')).toMatchObject({ count: 0 }));
    expect(await logged('emergency-stop.pressed')).toHaveLength(1);
    expect(await one("SELECT value FROM switch_values WHERE switch = 'trading_enabled'")).toEqual({
      value: false,
    });
  });
});

describe('the runner', () => {
  test('runs what is enqueued, and polls while there is nothing', async () => {
    const seen: unknown[] = [];
    const runner = startRunner({
      url: database.owner,
      tasks: { ...createTasks(owner, silent), note: (payload) => void seen.push(payload) },
      schedule: [],
      log: silent,
    });
    await superuser.query(`SELECT enqueue_job('note', '{"a": 1}')`);
    await vi.waitFor(() => expect(seen).toEqual([{ a: 1 }]), { timeout: 10_000 });
    expect(runner.ageMs()).toBeLessThan(5_000);
    await runner.stop();
  });

  test('outlives the loss of all its connections', async () => {
    const seen: unknown[] = [];
    const runner = startRunner({
      url: database.owner,
      tasks: { note: (payload) => void seen.push(payload) },
      schedule: [],
      log: silent,
    });
    await vi.waitFor(() => expect(runner.ageMs()).toBeDefined(), { timeout: 10_000 });
    await superuser.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'bulkhead worker jobs'`,
    );
    await superuser.query(`SELECT enqueue_job('note', '{"b": 2}')`);
    await vi.waitFor(() => expect(seen).toEqual([{ b: 2 }]), { timeout: 15_000 });
    await runner.stop();
  });

  test('a job of a worker that was killed is free after two minutes, one at work is left alone', async () => {
    const seen: unknown[] = [];
    await superuser.query(`SELECT enqueue_job('note', '{"dead": true}')`);
    await superuser.query(
      "UPDATE graphile_worker._private_jobs SET locked_by = 'pool-dead', locked_at = now() - interval '3 minutes' WHERE payload ->> 'dead' = 'true'",
    );
    await superuser.query(`SELECT enqueue_job('note', '{"alive": true}')`);
    await superuser.query(
      "UPDATE graphile_worker._private_jobs SET locked_by = 'pool-alive', locked_at = now() WHERE payload ->> 'alive' = 'true'",
    );
    await freeAbandoned(owner);
    const pool = await run({
      pgPool: owner,
      taskList: { note: (payload) => void seen.push(payload) },
      noHandleSignals: true,
      pollInterval: 50,
      logger: quiet,
    });
    await vi.waitFor(() => expect(seen).toEqual([{ dead: true }]), { timeout: 10_000 });
    await pool.stop();
    expect(await one("SELECT locked_by FROM graphile_worker.jobs WHERE task_identifier = 'note'")).toEqual({
      locked_by: 'pool-alive',
    });
  });
});

describe('housekeeping', () => {
  test('removes what is past its time and nothing else', async () => {
    const person = '00000000-0000-4000-8000-000000000001';
    await superuser.query(`
      INSERT INTO people (id, email, name) VALUES ('${person}', 'a@test.invalid', 'A');
      INSERT INTO figure_samples (edge_id, at, figures)
        SELECT 'edge-1', now() - interval '25 hours' - g * interval '1 second', '{}' FROM generate_series(1, 2500) g;
      INSERT INTO figure_samples (edge_id, at, figures) VALUES ('edge-1', now() - interval '23 hours', '{}');
      INSERT INTO sign_in_attempts (subject, at) VALUES ('x', now() - interval '25 hours'), ('x', now());
      INSERT INTO totp_uses (person_id, counter, used_at) VALUES ('${person}', 1, now() - interval '25 hours'), ('${person}', 2, now());
      INSERT INTO used_challenges (nonce, used_at) VALUES ('old', now() - interval '25 hours'), ('new', now());
      DELETE FROM idempotency_records;
      INSERT INTO access_events (minute, at, last_at, kind, count)
        SELECT date_trunc('minute', at, 'UTC'), at, at, 'sign_in.failed', 1
        FROM (VALUES (now() - interval '401 days'), (now() - interval '399 days')) v(at);
      INSERT INTO idempotency_records (actor, command, key, input_hash, created_at)
        VALUES ('a', 'c', 'old', repeat('0', 64), now() - interval '8 days'), ('a', 'c', 'new', repeat('0', 64), now());
      INSERT INTO receipts (instance_id, epoch, revision, received_at) VALUES
        ('busy', 1, 1, now() - interval '91 days'), ('busy', 1, 2, now() - interval '89 days'),
        ('quiet', 1, 1, now() - interval '100 days'), ('quiet', 1, 2, now() - interval '95 days');
      INSERT INTO deliveries (source, key_id, body, received_at, taken_at)
        SELECT 'api', '${person}', convert_to(name, 'UTF8'), now() - age::interval, CASE WHEN name <> 'waits' THEN now() END
        FROM (VALUES ('old', '8 days'), ('rejected', '8 days'), ('waits', '8 days'), ('new', '6 days')) v(name, age);
      INSERT INTO rejected_alerts (delivery_id, place, why)
        SELECT id, 0, 'why' FROM deliveries WHERE body = convert_to('rejected', 'UTF8')`);
    // The state in which it was filed stands beside it, written a moment ago.
    await superuser.query(
      `INSERT INTO withdrawal_notices (withdrawal_id, state, amount, content_hash, at)
       VALUES ($1, 'pending', 1, 'x', now() - interval '91 days')`,
      [(await aWithdrawalRow(superuser, 'pending')).id],
    );
    const pool = openPool(database.app, silent);
    expect(await keepHouse(pool)).toEqual({
      figure_samples: 2_500,
      sign_in_attempts: 1,
      totp_uses: 1,
      used_challenges: 1,
      idempotency_records: 1,
      access_events: 1,
      ...{ notifications: 0, pagerduty_deliveries: 0, withdrawal_notices: 1 },
      receipts: 2,
      deliveries: 1,
    });
    expect(Object.values(await keepHouse(pool))).toEqual(Array(11).fill(0));
    await pool.end();
    const { rows } = await superuser.query(
      'SELECT instance_id, revision::int FROM receipts ORDER BY instance_id',
    );
    // The newest word of an instance stays, however old: it proves all changes before it.
    expect(rows).toEqual([
      { instance_id: 'busy', revision: 2 },
      { instance_id: 'quiet', revision: 2 },
    ]);
    expect(await one('SELECT key FROM idempotency_records')).toEqual({ key: 'new' });
    const { rows: kept } = await superuser.query(
      "SELECT convert_from(body, 'UTF8') AS name FROM deliveries ORDER BY id",
    );
    expect(kept.map(({ name }) => name)).toEqual(['rejected', 'waits', 'new']);
  });
});
