// What the timeline of an incident is made from: entries of the log in its time and about what belongs to it, and its firings.
import {
  type FiringTrace,
  KINDS_IN_TIME,
  KINDS_OF_SUBJECTS,
  type LoggedEntry,
  type OtherAlerts,
} from '#lib/rules/incidents/incident-timeline.ts';
import type { Tx } from '#lib/store/client.ts';

export interface Span {
  from: Date;
  /** Null: still going on. */
  to: Date | null;
}

/**
 * Entries of the time, and those about the named subjects (RUN-3, A-12, INC-1) whenever they are from; oldest first. One
 * more than `most` tells that there are others.
 */
export async function loggedEntries(
  tx: Tx,
  { from, to }: Span,
  subjects: readonly string[],
  most: number,
): Promise<LoggedEntry[]> {
  const rows = await tx.$queryRaw<(Omit<LoggedEntry, 'seq' | 'at'> & { seq: bigint; at: Date })[]>`
    SELECT seq, at, actor_name AS "actorName", kind, subject, symbol, old_value AS "oldValue", new_value AS "newValue",
      reason, change_set_id::text AS "changeSetId"
    FROM (
      SELECT * FROM audit_log WHERE at >= ${from} AND at <= coalesce(${to}::timestamptz, 'infinity')
        AND kind = ANY(${[...KINDS_IN_TIME]}::text[])
      UNION ALL
      SELECT * FROM audit_log WHERE subject = ANY(${[...subjects]}::text[])
        AND kind = ANY(${[...KINDS_OF_SUBJECTS]}::text[])
    ) AS told ORDER BY seq LIMIT ${most + 1}`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq), at: row.at.toISOString() }));
}

export async function firingTraces(tx: Tx, ids: readonly string[]): Promise<FiringTrace[]> {
  if (ids.length === 0) return [];
  const rows = await tx.firing.findMany({ where: { id: { in: [...ids] } }, orderBy: { number: 'asc' } });
  return rows.map((row) => ({
    ...{ number: Number(row.number), title: row.title, firedAt: row.firedAt.toISOString() },
    ...{ confirmedAt: row.confirmedAt?.toISOString() ?? null, confirmedBy: row.confirmedByName },
    ...{ actedAt: row.actedAt?.toISOString() ?? null, actedBy: row.actedByName },
    effectiveAt: row.effectiveAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  }));
}

/** Alerts that fired meanwhile and are not linked, one row a title: a storm is a line, not ten thousand. */
export async function otherAlerts(
  tx: Tx,
  { from, to }: Span,
  drill: boolean,
  linked: readonly string[],
): Promise<OtherAlerts[]> {
  const rows = await tx.$queryRaw<{ title: string; count: number; firstAt: Date; firstNumber: number }[]>`
    SELECT title, count(*)::int AS count, min(fired_at) AS "firstAt",
      (array_agg(number ORDER BY fired_at, number))[1]::int AS "firstNumber"
    FROM firings WHERE fired_at >= ${from} AND fired_at <= coalesce(${to}::timestamptz, 'infinity')
      AND drill = ${drill} AND NOT id = ANY(${[...linked]}::uuid[])
    GROUP BY title ORDER BY min(fired_at) LIMIT 50`;
  return rows.map((row) => ({ ...row, firstAt: row.firstAt.toISOString() }));
}
