// Checks a database that is at work: audit chain, tables, foreign keys, schema and the published snapshot, each with its time.
import type pg from 'pg';
import { type OutsideCheckpoints, verifyDatabase } from '#lib/audit/verify-chain.ts';
import type { KnownMigration } from './schema.ts';

export interface Check {
  name: string;
  ok: boolean;
  /** What was looked at, or what is wrong: a sentence. */
  words: string;
  durationMs: number;
}

export interface LiveOptions {
  outside: OutsideCheckpoints | undefined;
  migrations: readonly KnownMigration[];
}

type Finding = Pick<Check, 'ok' | 'words'>;
type Look = (client: pg.Client, options: LiveOptions) => Promise<Finding>;

const CHECKS: readonly (readonly [string, Look])[] = [
  ['audit log', auditLog],
  ['every row can be read', everyRow],
  ['foreign keys', foreignKeys],
  ['schema', schema],
  ['guards of the audit log', guards],
  ['published snapshot', snapshot],
];

/** Runs every check; one that cannot even be run is a finding too. `client` is the owner's. */
export async function verifyLive(client: pg.Client, options: LiveOptions): Promise<Check[]> {
  const found: Check[] = [];
  for (const [name, look] of CHECKS) {
    const begun = performance.now();
    const finding = await look(client, options).catch(
      (error: Error): Finding => ({ ok: false, words: `This check failed: ${error.message}` }),
    );
    found.push({ name, ...finding, durationMs: Math.round(performance.now() - begun) });
  }
  return found;
}

async function auditLog(client: pg.Client, { outside }: LiveOptions): Promise<Finding> {
  const { broken, entries, checkpoints, explained } = await verifyDatabase(client, outside);
  if (broken) return { ok: false, words: `Broken at entry ${broken.seq}: ${broken.why}` };
  const agreed = outside ? `${checkpoints} checkpoints outside agree` : 'no checkpoints to compare with';
  const restores = explained.length > 0 ? `, ${explained.length} gap(s) explained by restores` : '';
  return { ok: true, words: `${entries} entries, ${agreed}${restores}` };
}

/** Reads and writes out every value of every row: a damaged page shows here. */
async function everyRow(client: pg.Client): Promise<Finding> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  );
  let count = 0;
  const damaged: string[] = [];
  for (const { name } of tables) {
    try {
      const { rows } = await client.query(`SELECT count(*) AS n, sum(length(t::text)) FROM ${name} t`);
      count += Number(rows[0]?.n);
    } catch (error) {
      damaged.push(`${name}: ${(error as Error).message}`);
    }
  }
  return damaged.length > 0
    ? { ok: false, words: damaged.join('; ') }
    : { ok: true, words: `${tables.length} tables, ${count} rows` };
}

const FOREIGN_KEYS = `
  SELECT k.conname::text AS name,
    format('SELECT EXISTS (SELECT 1 FROM %s a WHERE %s AND NOT EXISTS (SELECT 1 FROM %s b WHERE %s)) AS orphan',
      k.conrelid::regclass, string_agg(format('a.%I IS NOT NULL', x.attname), ' AND '), k.confrelid::regclass,
      string_agg(format('a.%I = b.%I', x.attname, y.attname), ' AND ')) AS sql
  FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair(a, b)
    JOIN pg_attribute x ON x.attrelid = k.conrelid AND x.attnum = pair.a
    JOIN pg_attribute y ON y.attrelid = k.confrelid AND y.attnum = pair.b
  WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
  GROUP BY k.oid, k.conname, k.conrelid, k.confrelid ORDER BY 1`;

async function foreignKeys(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string; sql: string }>(FOREIGN_KEYS);
  const broken: string[] = [];
  for (const { name, sql } of rows) {
    const found = await client.query<{ orphan: boolean }>(sql);
    if (found.rows[0]?.orphan) broken.push(name);
  }
  return broken.length > 0
    ? { ok: false, words: `Rows point to nothing: ${broken.join(', ')}` }
    : { ok: true, words: `${rows.length} keys` };
}

async function schema(client: pg.Client, { migrations }: LiveOptions): Promise<Finding> {
  const { rows } = await client.query<KnownMigration>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL`,
  );
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const known = new Set(migrations.map(({ name }) => name));
  const problems = [
    ...migrations.filter(({ name }) => !applied.has(name)).map(({ name }) => `${name} is missing`),
    ...migrations
      .filter(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum)
      .map(({ name }) => `${name} was changed since`),
    ...rows.filter(({ name }) => !known.has(name)).map(({ name }) => `${name} is of another version`),
  ];
  return problems.length > 0
    ? { ok: false, words: problems.join('; ') }
    : { ok: true, words: `${rows.length} migrations as this version has them` };
}

async function guards(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT wanted.name FROM (VALUES ('audit_log_append'), ('audit_log_keep_rows'), ('audit_log_keep_table'),
       ('audit_checkpoints_keep_rows'), ('audit_checkpoints_keep_table')) AS wanted(name)
     WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgname = wanted.name AND t.tgenabled = 'A')`,
  );
  return rows.length > 0
    ? { ok: false, words: `Not at work: ${rows.map(({ name }) => name).join(', ')}` }
    : { ok: true, words: 'append-only triggers always fire' };
}

// What the edges serve against the values that the console changes.
const SNAPSHOT = `
  SELECT h.epoch || '.' || h.revision AS position, s.body IS NOT NULL AS there, s.body->'switches' = v.switches AS same
  FROM matrix_head h LEFT JOIN snapshots s USING (epoch, revision) CROSS JOIN (
    SELECT jsonb_object_agg(g.switch, jsonb_build_object('value', g.value) || coalesce(
      (SELECT jsonb_build_object('overrides', jsonb_object_agg(o.symbol, o.value)) FROM switch_values o
       WHERE o.switch = g.switch AND o.symbol <> '' HAVING count(*) > 0), '{}')) AS switches
    FROM switch_values g WHERE g.symbol = '') v`;

async function snapshot(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ position: string; there: boolean; same: boolean }>(SNAPSHOT);
  const [row] = rows;
  if (!row) return { ok: false, words: 'There is no matrix yet.' };
  if (!row.there) return { ok: false, words: `The snapshot of ${row.position} is missing.` };
  return row.same
    ? { ok: true, words: `${row.position} holds the values that hold` }
    : { ok: false, words: `The snapshot of ${row.position} has other values than the switches.` };
}
