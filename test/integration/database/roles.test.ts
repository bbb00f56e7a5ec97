// What each database role may and may not do, asked of the real server.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureInstallation } from '#scripts/database/installation.ts';
import { ensureRoles } from '#scripts/database/roles.ts';
import { createTestDatabase, type TestDatabase, testServer } from '#test/database.ts';

let database: TestDatabase;
const clients: Record<string, pg.Client> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  for (const role of ['superuser', 'app', 'edge', 'intake'] as const) {
    clients[role] = new pg.Client({ connectionString: database[role] });
    await clients[role].connect();
  }
  await run('app', insertAudit('first'));
});

afterAll(async () => {
  for (const client of Object.values(clients)) await client.end();
  await database.drop();
});

function insertAudit(reason: string): string {
  return `INSERT INTO audit_log (seq, at, actor_kind, actor_id, actor_name, kind, subject, reason, prev_hash, hash)
    VALUES (0, now(), 'system', 'test', 'Test', 'test', 'test', '${reason}', ''::bytea, ''::bytea)`;
}

async function run(role: string, sql: string): Promise<pg.QueryResult> {
  const client = clients[role];
  if (!client) throw new Error(`no client for ${role}`);
  return client.query(sql);
}

/** SQLSTATE 42501: insufficient privilege. */
async function refused(role: string, sql: string): Promise<void> {
  await expect(run(role, sql), `${role}: ${sql}`).rejects.toMatchObject({ code: '42501' });
}

test('the application role adds audit rows and can neither change, delete, truncate nor re-arm them', async () => {
  await refused('app', "UPDATE audit_log SET reason = 'other'");
  await refused('app', 'DELETE FROM audit_log');
  await refused('app', 'TRUNCATE audit_log');
  await refused('app', 'ALTER TABLE audit_log DISABLE TRIGGER ALL');
  await refused('app', 'DROP TRIGGER audit_log_keep_rows ON audit_log');
  await refused('app', 'UPDATE audit_head SET seq = 0');
  await refused('app', 'DELETE FROM audit_checkpoints');
  await refused('app', 'DROP TABLE audit_log');
  await refused('app', "SET session_replication_role = 'replica'");
  await refused('app', 'SET ROLE bulkhead_owner');
});

test('not even a superuser changes audit rows by mistake; the chain fields are the trigger’s', async () => {
  await refused('superuser', "UPDATE audit_log SET reason = 'other'");
  await refused('superuser', 'TRUNCATE audit_log');
  await run('superuser', "SET session_replication_role = 'replica'");
  await refused('superuser', 'DELETE FROM audit_log');
  await run('superuser', 'RESET session_replication_role');
  const { rows } = await run(
    'superuser',
    'SELECT seq::int, length(prev_hash) AS prev, hash = sha256(prev_hash || audit_content(audit_log)) AS chained FROM audit_log',
  );
  expect(rows).toEqual([{ seq: 1, prev: 32, chained: true }]);
});

test('change sets, changes and snapshots are written once', async () => {
  for (const table of ['change_sets', 'switch_changes', 'snapshots']) {
    await refused('app', `DELETE FROM ${table}`);
    await refused('app', `TRUNCATE ${table}`);
  }
  await refused('app', "UPDATE snapshots SET body = '{}'");
});

test('the edge reads snapshots and keys, reports, and nothing else', async () => {
  await run('edge', 'SELECT * FROM snapshots');
  await run('edge', 'SELECT * FROM matrix_head');
  await run('edge', 'SELECT id, prefix, key_hash, scopes, expires_at, revoked_at FROM api_keys');
  await run(
    'edge',
    `INSERT INTO instance_reports (instance_id, service, edge_id, mode, epoch, revision, started_at, received_at)
     VALUES ('i-1', 'router', 'edge-1', 'live', 1, 1, now(), now())`,
  );
  expect((await run('app', "SELECT revision::int FROM instances WHERE id = 'i-1'")).rows).toEqual([
    { revision: 1 },
  ]);
  for (const table of [
    'people',
    'sessions',
    'personal_tokens',
    'audit_log',
    'switch_values',
    'instances',
    'receipts',
  ]) {
    await refused('edge', `SELECT * FROM ${table}`);
  }
  await refused('edge', 'SELECT owner_id FROM api_keys');
  await refused('edge', 'INSERT INTO snapshots VALUES (9, 9, DEFAULT, now())');
  await refused('edge', 'UPDATE matrix_head SET revision = 99');
  await refused('edge', "SELECT enqueue_job('x', '{}'::json)");
});

test('the intake role reads nothing yet', async () => {
  await refused('intake', 'SELECT * FROM people');
  await refused('intake', 'SELECT * FROM snapshots');
});

test('no role but the owner makes tables or sees another’s', async () => {
  for (const role of ['app', 'edge', 'intake']) await refused(role, 'CREATE TABLE public.mine (x int)');
  await refused('app', 'SELECT * FROM graphile_worker._private_jobs');
});

test('the application enqueues jobs that the owner role finds', async () => {
  await run('app', `SELECT enqueue_job('roles-test', '{"a": 1}'::json)`);
  const { rows } = await run(
    'superuser',
    "SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'roles-test'",
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('time-outs of the application role end what hangs before a client gives up', async () => {
  await expect(run('app', 'SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  const holder = new pg.Client({ connectionString: database.superuser });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE matrix_head IN ACCESS EXCLUSIVE MODE');
  await expect(run('app', 'SELECT * FROM matrix_head')).rejects.toMatchObject({ code: '55P03' });
  await holder.end();
});

test('an abandoned transaction of the application role is ended by the server', async () => {
  const client = new pg.Client({ connectionString: database.app });
  await client.connect();
  const ended = new Promise<pg.DatabaseError>((resolve) =>
    client.on('error', (error) => resolve(error as pg.DatabaseError)),
  );
  await client.query('BEGIN');
  expect((await ended).code).toBe('25P03');
});

test('a second set-up changes no password and needs none of the first', async () => {
  expect(await ensureRoles(database.superuser, testServer().passwords)).toEqual([]);
});

test('roles of another installation keep their passwords', async () => {
  const others = { owner: 'other', app: 'other', edge: 'other', intake: 'other' };
  await expect(ensureRoles(database.superuser, others)).rejects.toThrow(
    /the server has the roles bulkhead_owner, .* another start made them/,
  );
  await run('app', 'SELECT 1');
  expect(await ensureRoles(database.superuser, testServer().passwords)).toEqual([]);
});

test('set-up by a user who may not create roles says so', async () => {
  await expect(ensureRoles(database.app, testServer().passwords)).rejects.toThrow(
    /"bulkhead_app" may not create roles/,
  );
});

test('a database keeps the environment it was made for', async () => {
  await expect(ensureInstallation(database.owner, 'demo')).rejects.toThrow(
    /belongs to a production installation/,
  );
});
