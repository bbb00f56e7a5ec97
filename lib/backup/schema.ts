// Takes our own tables away and makes them again, inside the transaction of a restore.
import type pg from 'pg';

/** The part of a migration that a restore needs; how it is run is the caller's. */
export interface KnownMigration {
  name: string;
  checksum: string;
}

// What belongs to an extension, or to somebody else, stays.
const OURS = `
  SELECT format('DROP TABLE IF EXISTS %I CASCADE', c.relname) AS sql FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND pg_get_userbyid(c.relowner) = current_user
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  UNION ALL
  SELECT format('DROP %s IF EXISTS %I CASCADE', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, c.relname)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('S', 'v', 'm')
      AND pg_get_userbyid(c.relowner) = current_user
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
  UNION ALL
  SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND pg_get_userbyid(p.proowner) = current_user
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`;

/** Drops what the owner has in `public`: tables first, then what stood beside them. */
export async function dropOurs(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sql: string }>(OURS);
  for (const { sql } of rows) await client.query(sql);
}

export interface Guards {
  /** Brings every foreign key and trigger back as it was; a row that breaks a foreign key throws. */
  restore(): Promise<void>;
}

interface GuardRow {
  undo: string;
  redo: string;
}

// Foreign keys are checked once, when they come back: the order of the tables does not matter then.
const FOREIGN_KEYS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS undo,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS redo
  FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`;
// The rows of the audit log bring their hashes with them: audit_append would make new ones.
const TRIGGERS = `
  SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) AS undo,
    format('ALTER TABLE %s ENABLE %s TRIGGER %I', tgrelid::regclass,
      CASE tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, tgname) AS redo
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE NOT tgisinternal AND tgenabled <> 'D' AND c.relnamespace = 'public'::regnamespace`;

/** Takes foreign keys and triggers off while rows are loaded. Only this transaction ever sees them off. */
export async function liftGuards(client: pg.Client): Promise<Guards> {
  const keys = await client.query<GuardRow>(FOREIGN_KEYS);
  const triggers = await client.query<GuardRow>(TRIGGERS);
  const all = [...keys.rows, ...triggers.rows];
  for (const { undo } of all) await client.query(undo);
  return {
    async restore() {
      for (const { redo } of all) await client.query(redo);
    },
  };
}

/** Columns that a load fills, by table: generated ones make themselves. */
export async function columnsByTable(client: pg.Client): Promise<Map<string, Set<string>>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    SELECT c.relname::text AS name, array_agg(a.attname::text) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname`);
  return new Map(rows.map(({ name, columns }) => [name, new Set(columns)]));
}
