// The job housekeeping: removes what nobody needs any more, a few rows at a time, so that no writer waits for it.
import type { Task } from 'graphile-worker';
import type pg from 'pg';
import type { Log } from '#lib/process/log.ts';
import { metrics } from './metrics.ts';

interface Rule {
  table: string;
  /** Which rows, as `t`, have had their time. */
  where: string;
}

const RULES: readonly Rule[] = [
  { table: 'figure_samples', where: "t.at < clock_timestamp() - interval '24 hours'" },
  { table: 'sign_in_attempts', where: "t.at < clock_timestamp() - interval '1 day'" },
  { table: 'totp_uses', where: "t.used_at < clock_timestamp() - interval '1 day'" },
  { table: 'used_challenges', where: "t.used_at < clock_timestamp() - interval '1 day'" },
  { table: 'idempotency_records', where: "t.created_at < clock_timestamp() - interval '7 days'" },
  // A year and the month in which it is audited; the table itself refuses earlier ones.
  { table: 'access_events', where: "t.last_at < clock_timestamp() - interval '400 days'" },
  {
    table: 'notifications',
    where: "t.state <> 'waiting' AND t.done_at < clock_timestamp() - interval '90 days'",
  },
  // Also what waited for a service that nobody named: what is a day old is not sent any more.
  { table: 'withdrawal_notices', where: "t.at < clock_timestamp() - interval '90 days'" },
  { table: 'pagerduty_deliveries', where: "t.taken_at < clock_timestamp() - interval '90 days'" },
  {
    // The newest word of an instance stays: it proves every change before it.
    table: 'receipts',
    where: `t.received_at < clock_timestamp() - interval '90 days' AND EXISTS (
      SELECT 1 FROM receipts n WHERE n.instance_id = t.instance_id AND (n.epoch, n.revision) > (t.epoch, t.revision))`,
  },
  {
    // The firings stay; what was rejected stays word for word until somebody has seen it.
    table: 'deliveries',
    where: `t.received_at < clock_timestamp() - interval '7 days' AND t.taken_at IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM rejected_alerts r WHERE r.delivery_id = t.id AND r.seen_at IS NULL)`,
  },
];

const BATCH = 1_000;
/** What is left after this long waits for the next time, ms. */
const TIME_LIMIT_MS = 45_000;

/** Rows removed, by table. Throws when the database fails; what was removed by then stays removed. */
export async function keepHouse(pool: pg.Pool, signal?: AbortSignal): Promise<Record<string, number>> {
  const until = performance.now() + TIME_LIMIT_MS;
  const removed: Record<string, number> = {};
  for (const { table, where } of RULES) {
    for (;;) {
      signal?.throwIfAborted();
      const { rowCount } = await pool.query(
        `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT t.ctid FROM ${table} t WHERE ${where} LIMIT ${BATCH}))`,
      );
      const rows = rowCount ?? 0;
      removed[table] = (removed[table] ?? 0) + rows;
      metrics.housekeeping.inc({ table }, rows);
      if (rows < BATCH || performance.now() > until) break;
    }
  }
  return removed;
}

export function housekeeping(pool: pg.Pool, log: Log): Task {
  return async (_payload, helpers) => {
    const removed = await keepHouse(pool, helpers.abortSignal);
    const count = Object.values(removed).reduce((sum, rows) => sum + rows, 0);
    if (count > 0) log.info('housekeeping removed what is past its time', { count });
  };
}
