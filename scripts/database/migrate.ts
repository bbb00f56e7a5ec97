// Brings a database to the newest form: each migration file whole, in one transaction, under one lock, once.
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Logger, runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { PlainError } from '#scripts/plain-error.ts';
import { withClient } from './connection.ts';
import { SETUP_LOCK } from './roles.ts';

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url));

export interface Migration {
  name: string;
  sql: string;
  /** sha256 hex of the file, as Prisma computes it. */
  checksum: string;
}

export interface MigrateResult {
  /** Names applied by this run, in order. */
  applied: string[];
  /** Names this database has and this version does not know: it was migrated by a newer one. */
  unknown: string[];
}

/**
 * Applies what is missing as the owner role. Any number of runners may start at once; each migration is applied by
 * one of them. Throws PlainError when an applied file was changed since, or when a migration fails (nothing of
 * that file is kept then).
 */
export async function migrate(
  ownerUrl: string,
  options: { folder?: string; name?: string } = {},
): Promise<MigrateResult> {
  const migrations = await readMigrations(options.folder ?? MIGRATIONS);
  return withClient(ownerUrl, options.name ?? 'The database', async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
    await createLedger(client);
    const done = await readLedger(client);
    const applied: string[] = [];
    for (const migration of migrations) {
      const checksum = done.get(migration.name);
      if (checksum === undefined) {
        await apply(client, migration);
        applied.push(migration.name);
      } else if (checksum !== migration.checksum) {
        throw new PlainError(
          `Migration ${migration.name} was changed after it was applied to this database. Migrations only go ` +
            'forward: restore the file as it was and put the change into a new migration.',
        );
      }
    }
    await migrateJobs({ connectionString: ownerUrl });
    const known = new Set(migrations.map((migration) => migration.name));
    return { applied, unknown: [...done.keys()].filter((name) => !known.has(name)) };
  });
}

/** Brings the tables of background work up, in a schema of their own. */
export async function migrateJobs(
  options: { connectionString: string } | { pgPool: pg.Pool },
): Promise<void> {
  await runMigrations({ ...options, logger: new Logger(() => () => {}) });
}

/** Every migration of this version, in order. */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const content = await readFile(`${folder}/${name}/migration.sql`);
      return {
        name,
        sql: content.toString('utf8'),
        checksum: createHash('sha256').update(content).digest('hex'),
      };
    }),
  );
}

/** Prisma's own table, so that `prisma migrate status` and `deploy` agree with this runner. */
export async function createLedger(client: pg.ClientBase): Promise<void> {
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`);
}

/** Checksum by name of what was applied. */
async function readLedger(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const unfinished = rows.find((row) => !row.finished);
  if (unfinished) {
    throw new PlainError(
      `Migration ${unfinished.name} was begun by another tool and did not finish. Look at the database, then mark ` +
        `it: npx prisma migrate resolve --rolled-back ${unfinished.name}`,
    );
  }
  return new Map(rows.map((row) => [row.name as string, row.checksum as string]));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query("SET LOCAL lock_timeout = '10s'");
    await runMigration(client, migration);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new PlainError(
      `Migration ${migration.name} failed and nothing of it was kept: ${(error as Error).message}`,
      1,
      { cause: error },
    );
  }
}

/** Runs one migration and enters it in the ledger, within the transaction that the caller began. */
export async function runMigration(client: pg.ClientBase, migration: Migration): Promise<void> {
  await client.query(migration.sql);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), 1)`,
    [randomUUID(), migration.checksum, migration.name],
  );
}
