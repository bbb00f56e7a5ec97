// The alert board in the database: open firings by alert, the newest of each, and what was resolved lately.
import type { AlertPriority } from '#lib/catalog/alert-types.ts';
import { Prisma, type Tx } from './client.ts';

export interface FiringRow {
  id: string;
  number: number;
  source: string;
  alert: string | null;
  title: string;
  priority: AlertPriority;
  drill: boolean;
  labels: [string, string][];
  firedAt: Date;
  receivedAt: Date;
  confirmedAt: Date | null;
  confirmedByKind: string | null;
  confirmedById: string | null;
  confirmedByName: string | null;
  actedAt: Date | null;
  actedByKind: string | null;
  actedById: string | null;
  actedByName: string | null;
  effectiveAt: Date | null;
  resolvedAt: Date | null;
  changeSetId: string | null;
  awaitsId: string | null;
  told: number;
  ownerId: string | null;
  ownerName: string | null;
}

export interface GroupRow {
  /** Key of the catalogue, or the title of those that Bulkhead has no entry for. */
  key: string;
  alert: string | null;
  title: string;
  priority: AlertPriority;
  count: number;
  unconfirmed: number;
  newest: Date;
}

export const FIRING_COLUMNS = Prisma.sql`f.id, f.number::int AS number, f.source, f.alert, f.title, f.priority, f.drill, f.labels,
  f.fired_at AS "firedAt", f.received_at AS "receivedAt", f.confirmed_at AS "confirmedAt",
  f.confirmed_by_kind AS "confirmedByKind", f.confirmed_by_id AS "confirmedById", f.confirmed_by_name AS "confirmedByName",
  f.acted_at AS "actedAt", f.acted_by_kind AS "actedByKind", f.acted_by_id AS "actedById", f.acted_by_name AS "actedByName",
  f.effective_at AS "effectiveAt", f.resolved_at AS "resolvedAt", f.change_set_id AS "changeSetId", f.awaits_id AS "awaitsId", f.told,
  f.owner_id AS "ownerId", o.name AS "ownerName"`;
export const FIRING_FROM = Prisma.sql`FROM firings f LEFT JOIN people o ON o.id = f.owner_id`;

/** P0 first, newest first; at most `most` groups. */
export async function openGroups(tx: Tx, most: number): Promise<GroupRow[]> {
  return tx.$queryRaw<GroupRow[]>`
    SELECT coalesce(alert, title) AS key, alert, min(title) AS title, min(priority) AS priority, count(*)::int AS count,
      count(*) FILTER (WHERE confirmed_at IS NULL)::int AS unconfirmed, max(fired_at) AS newest
    FROM firings WHERE resolved_at IS NULL GROUP BY coalesce(alert, title), alert
    ORDER BY min(priority), max(fired_at) DESC LIMIT ${most}`;
}

/** Of each group the firings whose clocks are nearest to their end, at most `each`. */
export async function openFirings(tx: Tx, groups: readonly GroupRow[], each: number): Promise<FiringRow[]> {
  if (groups.length === 0) return [];
  const keys = groups.map(({ key }) => key);
  return tx.$queryRaw<FiringRow[]>`
    SELECT f.* FROM unnest(${keys}::text[]) AS g (key) CROSS JOIN LATERAL (
      SELECT ${FIRING_COLUMNS} ${FIRING_FROM} WHERE f.resolved_at IS NULL AND coalesce(f.alert, f.title) = g.key
      ORDER BY (f.confirmed_at IS NOT NULL), f.fired_at LIMIT ${each}) f`;
}

/** Newest end first. */
export async function resolvedFirings(tx: Tx, most: number): Promise<FiringRow[]> {
  return tx.$queryRaw<FiringRow[]>`
    SELECT ${FIRING_COLUMNS} ${FIRING_FROM} WHERE f.resolved_at IS NOT NULL ORDER BY f.resolved_at DESC LIMIT ${most}`;
}

/** By its id, or else by its number. */
export async function firingRow(
  tx: Tx,
  { id, number }: { id?: string | undefined; number?: number | undefined },
): Promise<FiringRow | undefined> {
  const one = id === undefined ? Prisma.sql`f.number = ${number ?? 0}` : Prisma.sql`f.id = ${id}::uuid`;
  const [row] = await tx.$queryRaw<FiringRow[]>`SELECT ${FIRING_COLUMNS} ${FIRING_FROM} WHERE ${one}`;
  return row;
}
