// Puts a backup in the place of what a database holds, in one transaction: afterwards it is the old one or the new one.
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { readStatedHead } from '#lib/audit/chain-reader.ts';
import { lookAtLines, readTail } from '#lib/audit/line-file.ts';
import { planRestore, restoreLines, settleRestore } from '#lib/audit/restore-file.ts';
import { ROUND_LOCK } from '#lib/audit/round-lock.ts';
import { verifyDatabase } from '#lib/audit/verify-chain.ts';
import { parseCheckpointLine } from '#lib/contract/audit-export.ts';
import { parseRestoreRecord, type RestoreRecord } from '#lib/contract/restore-record.ts';
import { type CheckpointSigner, signCheckpoint } from '#lib/rules/audit/checkpoint.ts';
import { signRestore } from '#lib/rules/audit/restore-record.ts';
import { readArchive } from './archive.ts';
import { JOBS, type Manifest, partsOf } from './manifest.ts';
import { beginEpoch, type NewEpoch } from './new-epoch.ts';
import { BackupProblem } from './problem.ts';
import { measure } from './read-database.ts';
import { columnsByTable, dropOurs, type KnownMigration, liftGuards } from './schema.ts';
import { comparePart, foreignMigrations, verifyArchive } from './verify-archive.ts';

const ROUND_WAIT_MS = 20_000;

export interface RestoreOptions<M extends KnownMigration> {
  file: string;
  /** Path of the checkpoint file outside the database. */
  checkpoints: string;
  signer: CheckpointSigner;
  /** Everything this version knows, in order. */
  migrations: readonly M[];
  createLedger(client: pg.Client): Promise<void>;
  runMigration(client: pg.Client, migration: M): Promise<void>;
  /** Epochs that were seen elsewhere: in the database that goes, in an edge's file. */
  epochs: readonly number[];
  /** Who restores and why, for the audit log. */
  reason: string;
  onStep?(words: string): void;
}

export interface Restored {
  manifest: Manifest;
  record: RestoreRecord;
  epoch: number;
  revision: number;
  rows: number;
}

/** `client` is the owner's. Throws BackupProblem and what connection and disk throw; then nothing was changed. */
export async function restore<M extends KnownMigration>(
  client: pg.Client,
  options: RestoreOptions<M>,
): Promise<Restored> {
  const { file, checkpoints, migrations, onStep = () => {} } = options;
  onStep('Checking the backup');
  const { manifest } = await verifyArchive(file);
  const foreign = foreignMigrations(manifest, migrations);
  if (foreign.length > 0) {
    throw new BackupProblem(
      'invalid_input',
      `The backup was made by another version of Bulkhead: this one does not know its migration ${foreign.join(', ')}.`,
    );
  }
  await lockRounds(client);
  try {
    const outside = await outsideOf(checkpoints, manifest.installationId);
    await client.query('BEGIN');
    // A closed connection is rolled back by the server: nothing here has to be undone by hand.
    const restored = await replace(client, options, manifest, outside);
    await client.query('COMMIT');
    await settle(checkpoints, client);
    return restored;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [ROUND_LOCK]).catch(() => {});
  }
}

/** What is committed stays: a worker writes the record when we cannot. */
async function settle(checkpoints: string, client: pg.Client): Promise<void> {
  try {
    await settleRestore(checkpoints, client);
  } catch (error) {
    throw new BackupProblem(
      'outcome_unknown',
      `The database was restored, but its record beside ${checkpoints} was not written: ${(error as Error).message}. The worker writes it with its next checkpoint, if it may write there.`,
      { cause: error },
    );
  }
}

/** While we hold it no worker is in a checkpoint round: nothing is written outside the database. */
async function lockRounds(client: pg.Client): Promise<void> {
  await client.query(`SET lock_timeout = ${ROUND_WAIT_MS}`);
  await client.query('SELECT pg_advisory_lock($1)', [ROUND_LOCK]);
}

interface Outside {
  /** The last entry that a checkpoint vouches for; 0 for none. */
  seq: number;
  epochs: number[];
}

/** What is known outside of the life that ends now. */
async function outsideOf(checkpoints: string, installationId: string): Promise<Outside> {
  const { lines } = await readTail(await lookAtLines(checkpoints));
  const last = parseCheckpointLine(lines.at(-1) ?? '');
  if (last && last.installationId !== installationId) {
    throw new BackupProblem(
      'conflict',
      `The checkpoints in ${checkpoints} are of another installation, ${last.installationId}. Move the file away, or name the right one with --checkpoints. Nothing was changed.`,
    );
  }
  const records = (await restoreLines(checkpoints)).map(parseRestoreRecord);
  return { seq: last?.seq ?? 0, epochs: records.map((record) => record?.epoch ?? 0) };
}

async function replace<M extends KnownMigration>(
  client: pg.Client,
  options: RestoreOptions<M>,
  manifest: Manifest,
  outside: Outside,
): Promise<Restored> {
  const { migrations, onStep = () => {} } = options;
  onStep('Making the tables');
  await dropOurs(client);
  await options.createLedger(client);
  const then = new Set(manifest.migrations.map(({ name }) => name));
  for (const { name } of manifest.migrations) {
    const migration = migrations.find((one) => one.name === name);
    if (migration) await options.runMigration(client, migration);
  }
  const guards = await liftGuards(client);
  await load(client, options.file, manifest, onStep);
  await setSequences(client, manifest);
  onStep('Checking foreign keys and the audit log');
  await guards.restore();
  await checkLog(client, manifest);
  for (const migration of migrations) {
    if (!then.has(migration.name)) await options.runMigration(client, migration);
  }
  const epochs = [manifest.epoch, ...options.epochs, ...outside.epochs];
  const begun = await beginEpoch(client, manifest, Math.max(...epochs) + 1, {
    reason: options.reason,
    previousSeq: outside.seq,
  });
  const record = await plan(client, options, manifest, outside, begun);
  const rows = manifest.tables.reduce((sum, part) => sum + part.rows, 0);
  return { manifest, record, epoch: begun.epoch, revision: begun.revision, rows };
}

async function load(
  client: pg.Client,
  file: string,
  manifest: Manifest,
  onStep: (words: string) => void,
): Promise<void> {
  const tables = await columnsByTable(client);
  // Migrations put first rows into some of them.
  for (const { name } of manifest.tables) if (tables.has(name)) await client.query(`DELETE FROM ${name}`);
  await readArchive(file, {
    async onPart(name, content) {
      const part = partsOf(manifest).find((one) => one.name === name);
      if (!part) return;
      if (name !== JOBS && !part.columns.every((column) => tables.get(name)?.has(column))) {
        throw new BackupProblem(
          'integrity_broken',
          `The backup has a table ${name} that its migrations do not make.`,
        );
      }
      const target = name === JOBS ? await jobTable(client) : name;
      onStep(`Loading ${name}`);
      const measured = measure();
      const copy = client.query(copyFrom(`COPY ${target} (${part.columns.join(', ')}) FROM STDIN`));
      await pipeline(content, measured.stream, copy);
      // Again: between the check and now the file could have become another one.
      comparePart(name, measured.result(), manifest);
      if (name === JOBS) await enqueue(client);
    },
  });
}

async function jobTable(client: pg.Client): Promise<string> {
  await client.query(
    `CREATE TEMPORARY TABLE restored_jobs (identifier text, payload json, queue_name text, run_at timestamptz,
       max_attempts smallint, key text, priority smallint, flags jsonb) ON COMMIT DROP`,
  );
  return 'restored_jobs';
}

/** Work of the life that ends goes; work that waited when the backup was made is enqueued again, with fresh attempts. */
async function enqueue(client: pg.Client): Promise<void> {
  await client.query('DELETE FROM graphile_worker._private_jobs');
  await client.query(
    `SELECT graphile_worker.add_job(identifier, payload, queue_name, run_at, max_attempts, key, priority,
       (SELECT array_agg(flag) FROM jsonb_object_keys(flags) AS flag)) FROM restored_jobs`,
  );
}

async function setSequences(client: pg.Client, manifest: Manifest): Promise<void> {
  for (const { name, lastValue, isCalled } of manifest.sequences) {
    await client.query('SELECT setval(to_regclass($1), $2::bigint, $3)', [name, lastValue, isCalled]);
  }
}

/** The chain as it stands in the tables now, not as it stood in the file. */
async function checkLog(client: pg.Client, manifest: Manifest): Promise<void> {
  const verdict = await verifyDatabase(client, undefined);
  const { broken, head } = verdict;
  if (!broken && head.seq === manifest.audit.seq && head.hash === manifest.audit.hash) return;
  throw new BackupProblem(
    'integrity_broken',
    `The restored audit log is not sound: ${broken?.why ?? 'its end is another one'} Nothing was changed.`,
  );
}

/** Signs what is about to be committed and puts it on disk first: without it the log would look cut. */
async function plan<M extends KnownMigration>(
  client: pg.Client,
  { signer, checkpoints }: RestoreOptions<M>,
  manifest: Manifest,
  outside: Outside,
  begun: NewEpoch,
): Promise<RestoreRecord> {
  const { head, installationId } = await readStatedHead(client);
  const record = signRestore(
    {
      installationId,
      seq: manifest.audit.seq,
      hash: manifest.audit.hash,
      entryHash: head.hash,
      previousSeq: outside.seq,
      epoch: begun.epoch,
      restoredAt: begun.at,
    },
    signer,
  );
  const checkpoint = signCheckpoint(
    { installationId, seq: head.seq, hash: head.hash, signedAt: begun.at },
    signer,
  );
  await client.query(
    `INSERT INTO audit_checkpoints (seq, hash, signed_at, key_id, signature) VALUES ($1, decode($2, 'hex'), $3, $4, $5)`,
    [checkpoint.seq, checkpoint.hash, checkpoint.signedAt, checkpoint.keyId, checkpoint.signature],
  );
  await planRestore(checkpoints, { record, checkpoint });
  return record;
}
