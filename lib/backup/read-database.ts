// Reads a whole database into COPY files, as it was at one moment, while everybody goes on writing.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { FORMAT, JOBS, type Manifest, type Part, pathOf } from './manifest.ts';
import { BackupProblem } from './problem.ts';

const STATE = `
  SELECT i.installation_id AS "installationId", i.environment, h.seq, encode(h.hash, 'hex') AS hash,
    coalesce(m.epoch, 0) AS epoch, coalesce(m.revision, 0) AS revision, current_setting('server_version') AS version,
    to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "madeAt"
  FROM installation i CROSS JOIN audit_head h LEFT JOIN matrix_head m ON true`;

// Generated columns make themselves again.
const TABLES = `
  SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
  GROUP BY c.relname ORDER BY c.relname`;

const SEQUENCES = `
  SELECT sequencename::text AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`;

const JOB_COLUMNS = [
  'identifier',
  'payload',
  'queue_name',
  'run_at',
  'max_attempts',
  'key',
  'priority',
  'flags',
];
const JOB_ROWS = `
  SELECT t.identifier, j.payload, q.queue_name, j.run_at, j.max_attempts, j.key, j.priority, j.flags
  FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
  WHERE j.attempts < j.max_attempts ORDER BY j.id`;

/** Writes the files of all tables into `folder` and answers the manifest. Throws what connection and disk throw. */
export async function readDatabase(client: pg.Client, folder: string, emergency: boolean): Promise<Manifest> {
  const begun = performance.now();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const state = await stateOf(client);
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL ORDER BY started_at, migration_name`,
  );
  const tables: Part[] = [];
  for (const { name, columns } of (await client.query<Pick<Part, 'name' | 'columns'>>(TABLES)).rows) {
    const rows = `SELECT ${columns.join(', ')} FROM ${name}`;
    // The chain is verified in its order, from the file too.
    const ordered = name === 'audit_log' ? `${rows} ORDER BY seq` : rows;
    tables.push(await copyPart(client, folder, name, columns, ordered));
  }
  const jobs = await copyPart(client, folder, JOBS, JOB_COLUMNS, await jobQuery(client));
  const sequences = await readSequences(client);
  await client.query('COMMIT');
  return {
    format: FORMAT,
    installationId: state.installationId,
    environment: state.environment,
    epoch: state.epoch,
    revision: Number(state.revision),
    audit: { seq: Number(state.seq), hash: state.hash },
    migrations,
    serverVersion: state.version,
    madeAt: state.madeAt,
    durationMs: Math.round(performance.now() - begun),
    emergency,
    tables,
    jobs,
    sequences,
  };
}

interface StateRow {
  installationId: string;
  environment: Manifest['environment'];
  seq: string;
  hash: string;
  epoch: number;
  revision: string;
  version: string;
  madeAt: string;
}

async function stateOf(client: pg.Client): Promise<StateRow> {
  try {
    const { rows } = await client.query<StateRow>(STATE);
    if (rows[0]) return rows[0];
  } catch (error) {
    if ((error as { code?: string }).code !== '42P01') throw error;
  }
  throw new BackupProblem('not_found', 'This database holds no Bulkhead installation.');
}

async function jobQuery(client: pg.Client): Promise<string> {
  const { rows } = await client.query("SELECT to_regclass('graphile_worker._private_jobs') AS jobs");
  const none = `SELECT ${JOB_COLUMNS.map((name) => `NULL::text AS ${name}`).join(', ')} WHERE false`;
  return rows[0]?.jobs ? JOB_ROWS : none;
}

async function readSequences(client: pg.Client): Promise<Manifest['sequences']> {
  const sequences: Manifest['sequences'] = [];
  for (const { name } of (await client.query<{ name: string }>(SEQUENCES)).rows) {
    const { rows } = await client.query<{ lastValue: string; isCalled: boolean }>(
      `SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${client.escapeIdentifier(name)}`,
    );
    if (rows[0]) sequences.push({ name, ...rows[0] });
  }
  return sequences;
}

async function copyPart(
  client: pg.Client,
  folder: string,
  name: string,
  columns: string[],
  query: string,
): Promise<Part> {
  const path = join(folder, pathOf(name));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const measured = measure();
  await pipeline(
    client.query(copyTo(`COPY (${query}) TO STDOUT`)),
    measured.stream,
    createWriteStream(path, { mode: 0o600 }),
  );
  return { name, columns, ...measured.result() };
}

/** Counts and hashes what passes through. In COPY's text form a line break is always the end of a row. */
export function measure(): { stream: Transform; result(): Pick<Part, 'rows' | 'bytes' | 'sha256'> } {
  const sha256 = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sha256.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ rows, bytes, sha256: sha256.digest('hex') }) };
}
