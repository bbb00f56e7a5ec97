// What a restore would replace, and who is at work on it.
import type pg from 'pg';

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

/** The epoch an edge of this machine served last, from its file; 0 when there is none to be read. */
export function epochOfEdge(read: () => string): number {
  try {
    const { snapshot } = JSON.parse(read()) as { snapshot?: { epoch?: unknown } };
    return Number.isSafeInteger(snapshot?.epoch) ? Number(snapshot?.epoch) : 0;
  } catch {
    // No edge ran here: the other places that know epochs have to do.
    return 0;
  }
}
