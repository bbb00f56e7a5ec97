// Migrations: one lock, each file once and whole, in Prisma's own ledger.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#scripts/database/migrate.ts';
import { createEmptyDatabase, type TestDatabase, testServer } from '#test/database.ts';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-migrations-'));
});
afterEach(async () => {
  // A pool says that it has ended while its connections still close; one that is ended by force says so to nobody.
  await expect.poll(() => connections(), { timeout: 20_000 }).toBe(0);
  await database.drop();
  rmSync(folder, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

/** How many there are to the database of this test. */
async function connections(): Promise<unknown> {
  const sql = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = '${database.name}'`;
  const [row] = await query(sql, testServer().superuser);
  return row?.n;
}

async function query(sql: string, url = database.owner): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('twenty runners at once install everything once', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => migrate(database.owner)));
  expect(results.filter((result) => result.applied.length > 0)).toHaveLength(1);
  const ledger = await query('SELECT migration_name AS name, checksum, finished_at FROM _prisma_migrations');
  expect(new Set(ledger.map((row) => row.name)).size).toBe(ledger.length);
  for (const row of ledger) {
    const file = readFileSync(`prisma/migrations/${row.name}/migration.sql`);
    expect(row.checksum).toBe(createHash('sha256').update(file).digest('hex'));
    expect(row.finished_at).not.toBeNull();
  }
  expect(await query("SELECT to_regclass('graphile_worker.jobs') IS NOT NULL AS there")).toEqual([
    { there: true },
  ]);
});

test('a later start applies only what is new, in order', async () => {
  write('1_first', 'CREATE TABLE a (x int);');
  expect((await migrate(database.owner, { folder })).applied).toEqual(['1_first']);
  write('3_third', 'ALTER TABLE a ADD z int;');
  write('2_second', 'ALTER TABLE a ADD y int;');
  expect((await migrate(database.owner, { folder })).applied).toEqual(['2_second', '3_third']);
});

test('a file changed after it was applied is refused by name', async () => {
  write('1_first', 'CREATE TABLE a (x int);');
  await migrate(database.owner, { folder });
  write('1_first', 'CREATE TABLE a (x bigint);');
  await expect(migrate(database.owner, { folder })).rejects.toThrow(/^Migration 1_first was changed after/);
});

test('a file that fails leaves nothing behind and can be mended', async () => {
  write('1_first', 'CREATE TABLE a (x int); SELECT 1 / 0;');
  await expect(migrate(database.owner, { folder })).rejects.toThrow(/1_first failed.*division by zero/);
  expect(await query("SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
  write('1_first', 'CREATE TABLE a (x int);');
  expect((await migrate(database.owner, { folder })).applied).toEqual(['1_first']);
});

test('a migration of a newer version is named, and one left unfinished by another tool is refused', async () => {
  write('1_first', 'SELECT 1;');
  write('2_newer', 'SELECT 2;');
  await migrate(database.owner, { folder });
  rmSync(join(folder, '2_newer'), { recursive: true });
  expect(await migrate(database.owner, { folder })).toEqual({ applied: [], unknown: ['2_newer'] });
  await query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '2_newer'");
  await expect(migrate(database.owner, { folder })).rejects.toThrow(/2_newer was begun by another tool/);
});
