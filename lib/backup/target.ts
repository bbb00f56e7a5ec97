// What a restore would replace, and who is at work on it.
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { readChecked } from '#lib/process/checked-json.ts';

export interface TargetState {
  /** Null for a database that holds no installation. */
  installationId: string | null;
  /** 0 for none. */
  epoch: number;
  /** Who is connected and writes, as `bulkhead_app 5`; edges read and may stay. */
  connected: string[];
  /** An emergency stop is in force: the values of the backup would end it. */
  stopped: boolean;
}

export async function targetState(client: pg.Client): Promise<TargetState> {
  const { rows } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('public.installation') IS NOT NULL AND to_regclass('public.matrix_head') IS NOT NULL AS there",
  );
  const connected = await connections(client);
  if (!rows[0]?.there) return { installationId: null, epoch: 0, connected, stopped: false };
  const found = await client.query<{ id: string; epoch: number }>(
    `SELECT installation_id AS id, coalesce((SELECT epoch FROM matrix_head), 0) AS epoch FROM installation`,
  );
  const [row] = found.rows;
  const stopped = await isStopped(client);
  return { installationId: row?.id ?? null, epoch: row?.epoch ?? 0, connected, stopped };
}

async function isStopped(client: pg.Client): Promise<boolean> {
  // A database of an earlier version knows no emergency stop.
  const { rows } = await client.query("SELECT to_regclass('public.emergency_stops') IS NOT NULL AS known");
  if (!rows[0]?.known) return false;
  const open = await client.query('SELECT 1 FROM emergency_stops WHERE restarted_at IS NULL');
  return open.rows.length > 0;
}

async function connections(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ who: string }>(
    `SELECT usename || ' ' || count(*) AS who FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename NOT IN ('bulkhead_edge')
       AND (usename LIKE 'bulkhead\\_%' OR application_name LIKE 'bulkhead%')
     GROUP BY usename ORDER BY 1`,
  );
  return rows.map(({ who }) => who);
}

/**
 * The epoch an edge of this machine served last, from its file. 0 when no edge ran here, and when its file cannot be
 * believed, which is said: then the other places that know epochs have to do.
 */
export function epochOfEdge(path: string, say: (words: string) => void): number {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') say(`The edge's file ${path} cannot be read: ${message}`);
    return 0;
  }
  const copy = readChecked(text) as { snapshot?: { epoch?: unknown } } | undefined;
  const epoch = copy?.snapshot?.epoch;
  if (typeof epoch === 'number' && Number.isSafeInteger(epoch)) return epoch;
  say(`The edge's file ${path} is damaged: the epoch in it is not known.`);
  return 0;
}
