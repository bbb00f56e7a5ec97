// Backup and restore rehearsed: real edge, real instances, the command line as a process, the worker's rounds and checks.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { createKeeper } from '#edge/last-known-good.ts';
import { planRestore, restoreFileOf } from '#lib/audit/restore-file.ts';
import { connectOwner } from '#lib/backup/connection.ts';
import { makeBackup } from '#lib/backup/make.ts';
import { BackupProblem } from '#lib/backup/problem.ts';
import { restore } from '#lib/backup/restore.ts';
import { verifyArchive } from '#lib/backup/verify-archive.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { leaveLevel } from '#lib/commands/changes/leave-level.ts';
import { pressLevel } from '#lib/commands/changes/press-level.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { withdrawChange } from '#lib/commands/changes/withdraw-change.ts';
import { advanceRun } from '#lib/commands/runs/advance-run.ts';
import { answerQuestion } from '#lib/commands/runs/answer-question.ts';
import { closeAssessment } from '#lib/commands/runs/close-assessment.ts';
import { passOverStep } from '#lib/commands/runs/pass-over-step.ts';
import { signStep } from '#lib/commands/runs/sign-step.ts';
import { startAssessment } from '#lib/commands/runs/start-assessment.ts';
import { startRun } from '#lib/commands/runs/start-run.ts';
import { tickStep } from '#lib/commands/runs/tick-step.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { restartAfterStop } from '#lib/commands/venue/restart-after-stop.ts';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { createLog } from '#lib/process/log.ts';
import { readBackups } from '#lib/reads/audit/read-backups.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { type ExecuteOptions, execute } from '#lib/write/execute.ts';
import { createBulkhead } from '#sdk/client.ts';
import { type Run, runShim } from '#test/cli-run.ts';
import { codeOf, createAccount } from '#test/console-accounts.ts';
import { answered, person } from '#test/console-database.ts';
import { createEmptyDatabase } from '#test/database.ts';
import { agreed, approve } from '#test/second-person.ts';
import { checkpointRound } from '#worker/checkpoint-round.ts';
import { fullCheck } from '#worker/full-check.ts';
import { openWorkshop, type Workshop } from './audit-workshop.ts';
import { addKey } from './edge-trial.ts';
import { startProcess } from './sdk-processes.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await openWorkshop();
});

afterEach(() => shop.close());

const environment = (url = shop.database.owner) => ({
  DATABASE_URL: url,
  BULKHEAD_DATA_DIR: shop.files.folder,
  BULKHEAD_CHECKPOINT_FILE: '',
  BULKHEAD_AUDIT_KEY_FILE: '',
});

const bulkhead = (...args: string[]): Promise<Run> => runShim('bulkhead.mjs', args, environment());

async function set(value: string): Promise<void> {
  const input = { switch: 'normal_threshold', value, reason: 'A value of the rehearsal' };
  const result = await execute(setSwitch, input, person('risk_manager'));
  if (!result.ok) throw new Error(result.error.message);
}

async function one<Row>(sql: string): Promise<Row> {
  const { rows } = await shop.superuser.query(sql);
  return rows[0];
}

const installation = async () =>
  (await one<{ id: string }>('SELECT installation_id AS id FROM installation')).id;
const head = () => one<{ epoch: number; revision: string }>('SELECT epoch, revision FROM matrix_head');
const threshold = async () =>
  (await one<{ value: string }>(`SELECT value FROM switch_values WHERE switch = 'normal_threshold'`)).value;

async function backup(...more: string[]): Promise<string> {
  const run = await bulkhead('db', 'backup', '--json', ...more);
  if (run.code !== 0) throw new Error(run.err);
  return JSON.parse(run.out).file;
}

/** The same as the commands do, in this process. */
async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectOwner({ url: shop.database.owner }, 'bulkhead db restore');
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function backupHere(): Promise<string> {
  const file = join(shop.files.folder, `${randomUUID()}.tar.gz`);
  await asOwner((client) => makeBackup(client, file, false));
  return file;
}

async function restoreHere(file: string): Promise<void> {
  const { createLedger, readMigrations, runMigration } = await import('#scripts/database/migrate.ts');
  const migrations = await readMigrations();
  await asOwner((client) =>
    restore(client, {
      ...{ file, migrations, createLedger, runMigration, reason: 'rehearsal', epochs: [] },
      ...{ checkpoints: shop.files.checkpoints, signer: shop.work.key },
    }),
  );
}

/** With a store connected, as here, only --force goes on. */
async function restoreBy(file: string, ...more: string[]): Promise<Run> {
  const confirm = await installation();
  return bulkhead('db', 'restore', file, '--reason', 'rehearsal', '--confirm', confirm, '--force', ...more);
}

describe('a restore of yesterday', () => {
  test('starts a new epoch that edge and instances follow, and the audit log explains exactly the gap', async () => {
    const key = await addKey(shop.superuser, { scopes: [EDGE_SCOPE] });
    const edge = await startProcess('edge', {
      EDGE_DATABASE_URL: shop.database.edge,
      BULKHEAD_EDGE_PORT: '0',
      BULKHEAD_EDGE_ID: 'edge-a',
      BULKHEAD_EDGE_FILE: join(shop.files.folder, 'edge', 'last-known-good.json'),
    });
    const instances = ['router-1', 'router-2'].map((instanceId) =>
      createBulkhead({ edges: [edge.url], apiKey: key, service: 'router', instanceId }),
    );
    const see = (epoch: number, value: string) =>
      vi.waitFor(
        () => {
          for (const instance of instances) {
            expect(instance.status()).toMatchObject({ epoch, mode: 'live' });
            expect(instance.get('normal_threshold')).toBe(value);
          }
        },
        { timeout: 8_000, interval: 20 },
      );
    try {
      await set('9000');
      await checkpointRound(shop.work);
      await see(1, '9000');
      const begun = performance.now();
      const file = await backup();
      const inBackup = await shop.headSeq();
      const atBackup = await head();

      for (const value of ['8000', '7000']) {
        await set(value);
        await checkpointRound(shop.work);
      }
      await see(1, '7000');
      const signed = shop.lines().at(-1)?.seq ?? 0;

      const run = await restoreBy(file);
      expect(run).toMatchObject({ code: 0 });
      await see(2, '9000');
      process.stdout.write(
        `backup and restore, rehearsed: ${Math.round(performance.now() - begun)} ms\n${run.out}`,
      );
      expect(await head()).toEqual({ epoch: 2, revision: atBackup.revision });
      expect(await threshold()).toBe('9000');

      // The backup's own entry came after its picture; the restore is the entry that follows the picture.
      const last = inBackup - 1;
      expect(
        await one(
          `SELECT kind, epoch, details::json->>'previousSeq' AS previous FROM audit_log WHERE seq = ${last + 1}`,
        ),
      ).toEqual({ kind: 'database.restored', epoch: 2, previous: String(signed) });

      const verified = await bulkhead('audit', 'verify', '--json');
      expect(JSON.parse(verified.out)).toMatchObject({ sound: true, broken: null });
      expect(JSON.parse(verified.out).explained).toEqual([
        expect.objectContaining({ afterSeq: last, toSeq: signed, epoch: 2, checkpoints: 2 }),
      ]);
      // The worker goes on where the restore began, and its file with it.
      await set('6000');
      expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound', knownBroken: false });
      expect(await fullCheck(shop.work)).toMatchObject({ broken: null });
      await see(2, '6000');

      // A second restore, to the same backup: the first one's entry is gone with its own record.
      await restoreHere(file);
      await see(3, '9000');
      const words = await bulkhead('audit', 'verify');
      expect(words).toMatchObject({ code: 0, out: expect.stringContaining('of before are gone') });
      expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound' });
    } finally {
      await Promise.all(instances.map((instance) => instance.close()));
      await edge.end('SIGKILL');
    }
  }, 60_000);

  test('keeps the guards, the sequences and the rows as they were', async () => {
    await shop.change(3);
    const rows = async () => {
      const tables = await shop.superuser.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
         AND relname NOT IN ('audit_log', 'audit_head', 'audit_checkpoints', 'snapshots', 'matrix_head', '_prisma_migrations', 'backups') ORDER BY 1`,
      );
      const all: unknown[] = [];
      for (const { name } of tables.rows) {
        const digest = `SELECT '${name}' AS name, count(*), md5(string_agg(t::text, ';' ORDER BY t::text)) FROM ${name} t`;
        all.push(await one(digest));
      }
      return all;
    };
    const shape = () =>
      one(`SELECT (SELECT json_agg(json_build_array(conname, pg_get_constraintdef(oid)) ORDER BY conname, conrelid::regclass::text) FROM pg_constraint WHERE connamespace = 'public'::regnamespace)::text AS constraints,
        (SELECT json_agg(json_build_array(tgname, tgenabled) ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal)::text AS triggers,
        (SELECT json_agg(json_build_array(relname, relacl::text, pg_get_userbyid(relowner)) ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S'))::text AS rights,
        (SELECT json_agg(json_build_array(proname, proacl::text) ORDER BY proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)::text AS routines,
        (SELECT json_agg(s ORDER BY sequencename) FROM pg_sequences s WHERE schemaname = 'public')::text AS sequences`);
    await shop.superuser.query(
      "SELECT note_access('sign_in.failed', 'wrong_password', NULL, NULL, '10.0.0.1', NULL)",
    );
    await shop.superuser.query(
      `SELECT graphile_worker.add_job('note-deadline', '{"changeSetId":"x"}', run_at => now() + interval '1 day', job_key => 'kept')`,
    );
    const before = [await rows(), await shape()];
    const file = await backupHere();
    await shop.change(1);
    await shop.superuser.query(
      "SELECT graphile_worker.add_job('note-deadline', '{}', job_key => 'of the life that ends')",
    );
    await restoreHere(file);
    expect([await rows(), await shape()]).toEqual(before);
    await expect(shop.superuser.query('DELETE FROM audit_log')).rejects.toThrow('append-only');
    const jobs = await shop.superuser.query(
      `SELECT key FROM graphile_worker.jobs WHERE key IS NOT NULL ORDER BY key`,
    );
    expect(jobs.rows).toEqual([{ key: 'kept' }]);
    await set('5555');
    expect(await threshold()).toBe('5555');
  }, 30_000);

  test('what was open in the backup goes on: a request is asked for again, a recovery completed, the venue restarted, the level left, an assessment closed', async () => {
    const reason = 'Positions do not agree';
    const actor = async (role: Role) => {
      const account = await createAccount(role);
      return { account, actor: await actorOfBearer(account.token) };
    };
    const [{ actor: risk }, { actor: admin }, second] = [
      await actor('risk_manager'),
      await actor('super_admin'),
      await actor('risk_manager'),
    ];
    const done = async (command: AnyCommand, input: object, by: Actor, more: ExecuteOptions = {}) => {
      const result = await answered(() => execute(command, input, by, more));
      if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
      return result.value;
    };
    const values = async () =>
      (await shop.superuser.query("SELECT switch, value FROM switch_values WHERE symbol = '' ORDER BY 1"))
        .rows;

    await done(setSwitch, { switch: 'withdrawal_enabled', value: false, reason }, admin);
    const before = await values();
    await done(pressLevel, { level: 1, reason }, risk);
    const raise = { switch: 'withdrawal_enabled', value: true, reason: 'Wallets are reconciled' };
    const { request } = await done(setSwitch, raise, admin);
    await done(emergencyStop, { reason, confirm: 'STOP' }, risk);
    const { runId } = await done(startRun, { procedure: 'recovery-after-stop', reason }, risk);
    const tick = (step: string) => done(tickStep, { runId, step, evidence: 'Looked at, written down' }, risk);
    await tick('fixed');
    const { assessmentId } = await done(startAssessment, { symptom: 'position-mismatch' }, risk);
    const file = await backupHere();
    await tick('losses');
    await done(withdrawChange, { requestId: request.id }, admin);
    await checkpointRound(shop.work);
    await restoreHere(file);
    expect(await fullCheck(shop.work)).toMatchObject({ broken: null });

    // Withdrawn in the life that ended: nobody knows that any more, so nobody approves it.
    expect(await approve(request.id)).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('restored after CR-1 was asked for') },
    });
    const raised = await agreed(answered(() => execute(setSwitch, raise, admin)));
    expect(raised).toMatchObject({ changed: true, epoch: 2 });
    // The stop of the backup holds, and its recovery stands where it stood then.
    const early = await answered(() => execute(restartAfterStop, { reason: 'All is well again' }, admin));
    expect(early).toMatchObject({ error: { code: 'conflict' } });
    // An instance that follows the new epoch.
    await shop.superuser.query(
      `INSERT INTO instances (id, service, edge_id, mode, epoch, revision, started_at, registered_at, last_seen_at)
       SELECT 'router-1', 'router', 'edge-1', 'live', epoch, revision, now(), now(), now() + interval '1 hour' FROM matrix_head`,
    );
    await done(advanceRun, { runId }, SYSTEM);
    for (const step of ['losses', 'reconciled']) await tick(step);
    await done(passOverStep, { runId, step: 'none-tripped', reason: 'No executor reports' }, risk);
    await tick('told');
    const stepUp = { kind: 'totp', code: codeOf(second.account) } as const;
    const signed = await done(signStep, { runId, step: 'agreed' }, second.actor, { stepUp });
    expect(signed).toMatchObject({ completed: true });
    await done(answerQuestion, { assessmentId, question: 'severity', option: 'inconsistent' }, risk);
    await done(closeAssessment, { assessmentId, reason: 'The books agree again' }, risk);
    const deadlines = 'SELECT switch, ended_at IS NULL AS open FROM value_deadlines';
    expect(await one(deadlines)).toEqual({ switch: 'hedge_enabled', open: true });
    for (const change of [
      () => execute(restartAfterStop, { reason: 'All is well again' }, admin),
      () => execute(leaveLevel, { reason: 'Fixed, tested and reconciled' }, admin),
    ])
      expect(await agreed(answered(change))).toMatchObject({ changed: true, epoch: 2 });
    const open =
      await one(`SELECT (SELECT count(*)::int FROM emergency_stops WHERE restarted_at IS NULL) AS stops,
      (SELECT count(*)::int FROM level_presses WHERE left_at IS NULL) AS presses,
      (SELECT count(*)::int FROM procedure_runs WHERE completed_at IS NULL) AS runs,
      (SELECT count(*)::int FROM value_deadlines WHERE ended_at IS NULL) AS deadlines,
      (SELECT count(*)::int FROM assessments WHERE closed_at IS NULL) AS assessments,
      (SELECT count(*)::int FROM change_requests WHERE state = 'open') AS requests`);
    // The request of the backup is void by the one in its place.
    expect(open).toEqual({ stops: 0, presses: 0, runs: 0, deadlines: 0, assessments: 0, requests: 0 });
    const back = before.map((row) => (row.switch === 'withdrawal_enabled' ? { ...row, value: true } : row));
    expect(await values()).toEqual(back);
    expect(await fullCheck(shop.work)).toMatchObject({ broken: null });
  }, 120_000);

  test('that is killed half-way changes nothing, and says so outside', async () => {
    await shop.change(2);
    const file = await backupHere();
    await shop.change(2);
    await checkpointRound(shop.work);
    const before = [await head(), await shop.headSeq(), await threshold()];
    const args = [
      'db',
      'restore',
      file,
      '--reason',
      'cut short',
      '--confirm',
      await installation(),
      '--force',
    ];
    // Somebody else's lock holds the restore in the middle of its transaction.
    const other = await shop.work.pool.connect();
    await other.query('SET idle_in_transaction_session_timeout = 0; SET transaction_timeout = 0');
    await other.query('BEGIN; LOCK TABLE instances IN ACCESS SHARE MODE');
    const child = spawn(process.execPath, ['cli/main.ts', ...args], {
      env: { ...process.env, ...environment() },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await vi.waitFor(async () => {
      const { waits } = await one<{ waits: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'bulkhead db restore'
           AND wait_event_type = 'Lock' AND query LIKE 'DROP TABLE%') AS waits`,
      );
      expect(waits).toBe(true);
    }, 10_000);
    child.kill('SIGKILL');
    await ended;
    await other.query('ROLLBACK');
    other.release();
    await vi.waitFor(async () =>
      expect([await head(), await shop.headSeq(), await threshold()]).toEqual(before),
    );
    expect(existsSync(restoreFileOf(shop.files.checkpoints))).toBe(false);
    expect(await fullCheck(shop.work)).toMatchObject({ broken: null });
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound' });
  }, 30_000);
});

describe('what a restore record does not explain stays broken', () => {
  test('a log set back without a record, a record that was edited, and entries beyond its gap', async () => {
    await shop.change(1);
    const file = await backupHere();
    await shop.change(1);
    await checkpointRound(shop.work);
    const restores = restoreFileOf(shop.files.checkpoints);
    const verdict = () => fullCheck(shop.work);
    await restoreHere(file);
    const sound = readFileSync(restores, 'utf8');
    rmSync(restores);
    expect((await verdict()).broken?.why).toContain('the log was rewritten');
    writeFileSync(restores, sound.replace(/"previousSeq":\d+/, '"previousSeq":999'));
    expect((await verdict()).broken?.why).toContain('restore records was edited');
    writeFileSync(restores, sound);
    expect((await verdict()).broken).toBeNull();
    // A restore that was killed between its commit and its record: the worker writes it.
    const begun = shop.lines().at(-1);
    if (!begun) throw new Error('the restore began no checkpoint');
    await planRestore(shop.files.checkpoints, { record: JSON.parse(sound), checkpoint: begun });
    rmSync(restores);
    const all = readFileSync(shop.files.checkpoints, 'utf8');
    writeFileSync(shop.files.checkpoints, all.slice(0, all.lastIndexOf('{')));
    expect((await verdict()).broken).toBeNull();
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound' });
    expect([readFileSync(restores, 'utf8'), shop.lines()]).toEqual([sound, expect.arrayContaining([begun])]);
    // The restore's own entry taken away again: the record now convicts the log.
    const { seq } = JSON.parse(sound);
    await shop.tamper(
      `DELETE FROM audit_log WHERE seq > ${seq};
       UPDATE audit_head SET seq = ${seq}, hash = (SELECT hash FROM audit_log WHERE seq = ${seq});
       DELETE FROM audit_checkpoints WHERE seq > ${seq}; UPDATE audit_integrity SET verified_seq = 0, verified_hash = decode(repeat('00', 32), 'hex')`,
    );
    expect((await verdict()).broken?.why).toContain('tail is missing');
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'broken' });
  }, 30_000);
});

describe('a backup', () => {
  test('is on record, closed to others, and leaves nothing else behind', async () => {
    await shop.change(1);
    const file = await backup('--emergency');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(shop.files.folder, 'backups'))).toHaveLength(1);
    const listed = await readBackups.run(database(), { limit: 50 }, person('auditor'));
    expect(listed).toMatchObject({
      ok: true,
      value: { items: [{ emergency: true, sizeBytes: statSync(file).size }], nextBefore: null },
    });
    expect(await one(`SELECT kind, actor_kind FROM audit_log ORDER BY seq DESC LIMIT 1`)).toEqual({
      kind: 'backup.made-in-emergency',
      actor_kind: 'system',
    });
    const verified = await bulkhead('db', 'verify', file);
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('The backup is whole') });
  });

  test('is whole also when it cannot be put on record, and its answer is nothing but JSON', async () => {
    await shop.superuser.query('BEGIN; SELECT 1 FROM audit_head FOR UPDATE');
    try {
      const run = await bulkhead('db', 'backup', '--json');
      expect(run).toMatchObject({ code: 0, err: expect.stringContaining('it is not on record') });
      expect(JSON.parse(run.out)).toMatchObject({ recorded: false });
    } finally {
      await shop.superuser.query('ROLLBACK');
    }
  }, 30_000);

  test('that was damaged, cut, or is something else is refused before anything is touched', async () => {
    await shop.change(1);
    const file = await backupHere();
    const whole = readFileSync(file);
    const bad = join(shop.files.folder, 'bad.tar.gz');
    const cases: [string, Buffer][] = [
      ['flipped', Buffer.from(whole.map((byte, i) => (i === whole.length >> 1 ? byte ^ 1 : byte)))],
      ['cut', whole.subarray(0, whole.length >> 1)],
      ['text', Buffer.from('no archive')],
    ];
    const before = [await head(), await shop.headSeq()];
    for (const [name, bytes] of cases) {
      writeFileSync(bad, bytes);
      await expect(verifyArchive(bad), name).rejects.toThrow(BackupProblem);
    }
    await expect(verifyArchive('/nowhere.tar.gz')).rejects.toThrow('There is no file');
    expect(await restoreBy(bad)).toMatchObject({ code: 7, err: expect.stringMatching(/^[^\n]+\n$/) });
    expect([await head(), await shop.headSeq()]).toEqual(before);
  }, 30_000);

  test('wants a typed confirmation, nobody connected, and fills an empty database', async () => {
    await shop.change(1);
    const file = await backupHere();
    const ask = (...more: string[]) => bulkhead('db', 'restore', file, '--reason', 'rehearsal', ...more);
    expect(await ask()).toMatchObject({ code: 2, err: expect.stringContaining('Nobody confirmed') });
    expect(await ask('--confirm', 'yes')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Nothing was changed'),
    });
    await shop.superuser.query(
      `INSERT INTO emergency_stops (id, source, pressed_at, pressed_by_kind, pressed_by_id, pressed_by_name, reason, settings,
         before_epoch, before_revision, epoch, revision)
       VALUES (gen_random_uuid(), 'console', now(), 'person', 'x', 'x', 'x', '{}', 1, 1, 1, 1)`,
    );
    expect(await ask('--confirm', await installation())).toMatchObject({
      code: 6,
      err: expect.stringContaining('An emergency stop is in force'),
    });
    // A console: one that does nothing is connected all the same.
    const other = new pg.Client({ connectionString: shop.database.app });
    await other.connect();
    const connected = await ask('--confirm', await installation(), '--despite-stop').finally(() =>
      other.end(),
    );
    expect(connected).toMatchObject({ code: 6, err: expect.stringContaining('bulkhead_app') });

    const empty = await createEmptyDatabase();
    try {
      const args = [
        'db',
        'restore',
        file,
        '--reason',
        'the server was lost',
        '--confirm',
        await installation(),
      ];
      // Only the edge has seen epoch 7: the database of it is gone.
      const edgeFile = join(shop.files.folder, 'elsewhere.json');
      const at = '2026-11-21T02:00:00.000Z';
      const snapshot = { epoch: 7, revision: 1, publishedAt: at, switches: {} };
      const keeper = createKeeper(edgeFile, createLog('edge', { level: 'silent' }));
      keeper.save({ snapshot, keys: [], confirmedAt: at });
      await keeper.settled();
      const run = await runShim('bulkhead.mjs', args, {
        ...environment(empty.superuser),
        BULKHEAD_EDGE_FILE: edgeFile,
      });
      expect(run).toMatchObject({
        ...{ code: 0, out: expect.stringContaining(': epoch 8,') },
        err: expect.stringContaining('The database is empty'),
      });
      const checks = await runShim('bulkhead.mjs', ['db', 'verify'], environment(empty.owner));
      expect(checks).toMatchObject({ code: 0, out: expect.stringContaining('published snapshot') });
    } finally {
      await empty.drop();
    }
  }, 30_000);
});
