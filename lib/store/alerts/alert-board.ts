// The alert board in the database: open firings by alert, the newest of each, and what was resolved lately.
import type { AlertPriority } from '#lib/catalog/alert-types.ts';
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import type { OpenP0 } from '#lib/rules/changes/change-authority.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';

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
  drill: boolean;
  count: number;
  unconfirmed: number;
  /** Nobody has acted on them; of an action about a market only those that name one. */
  unacted: number;
  /** The markets that these name. */
  markets: MarketSymbol[];
  newest: Date;
}

export const FIRING_COLUMNS = Prisma.sql`f.id, f.number::int AS number, f.source, f.alert, f.title, f.priority, f.drill, f.labels,
  f.fired_at AS "firedAt", f.received_at AS "receivedAt", f.confirmed_at AS "confirmedAt",
  f.confirmed_by_kind AS "confirmedByKind", f.confirmed_by_id AS "confirmedById", f.confirmed_by_name AS "confirmedByName",
  f.acted_at AS "actedAt", f.acted_by_kind AS "actedByKind", f.acted_by_id AS "actedById", f.acted_by_name AS "actedByName",
  f.effective_at AS "effectiveAt", f.resolved_at AS "resolvedAt", f.change_set_id AS "changeSetId", f.awaits_id AS "awaitsId", f.told,
  f.owner_id AS "ownerId", o.name AS "ownerName"`;
export const FIRING_FROM = Prisma.sql`FROM firings f LEFT JOIN people o ON o.id = f.owner_id`;

/** What is one card: drills stand apart from what is real. */
const GROUP = Prisma.sql`coalesce(f.alert, f.title), f.alert, f.priority, f.drill`;

/** The market that a firing names, of whatever name it is. */
export const MARKET = Prisma.sql`(SELECT l->>1 FROM jsonb_array_elements(f.labels) AS l WHERE l->>0 = 'symbol' LIMIT 1)`;

/** P0 first, what is real before drills, newest first; at most `most` groups. `aboutMarket`: alerts whose action is about the market of a firing. */
export async function openGroups(tx: Tx, most: number, aboutMarket: readonly string[]): Promise<GroupRow[]> {
  const markets = Prisma.sql`ARRAY[${Prisma.join(SYMBOLS)}]::text[]`;
  return tx.$queryRaw<GroupRow[]>`
    SELECT coalesce(f.alert, f.title) AS key, f.alert, min(f.title) AS title, f.priority, f.drill, count(*)::int AS count,
      count(*) FILTER (WHERE f.confirmed_at IS NULL)::int AS unconfirmed,
      count(*) FILTER (WHERE f.acted_at IS NULL AND (NOT m.asked OR m.market = ANY(${markets})))::int AS unacted,
      coalesce(array_agg(DISTINCT m.market) FILTER (WHERE f.acted_at IS NULL AND m.market = ANY(${markets})), '{}') AS markets,
      max(f.fired_at) AS newest
    FROM firings f CROSS JOIN LATERAL (
      SELECT coalesce(f.alert = ANY(${[...aboutMarket]}::text[]), false) AS asked,
        CASE WHEN f.alert = ANY(${[...aboutMarket]}::text[]) THEN ${MARKET} END AS market) m
    WHERE f.resolved_at IS NULL GROUP BY ${GROUP}
    ORDER BY f.priority, f.drill, max(f.fired_at) DESC LIMIT ${most}`;
}

/** Of each group the firings whose clocks are nearest to their end, at most `each`. */
export async function openFirings(tx: Tx, groups: readonly GroupRow[], each: number): Promise<FiringRow[]> {
  if (groups.length === 0) return [];
  const wanted = JSON.stringify(groups.map(({ key, priority, drill }) => ({ key, priority, drill })));
  return tx.$queryRaw<FiringRow[]>`
    SELECT f.* FROM jsonb_to_recordset(${wanted}::jsonb) AS g (key text, priority text, drill boolean) CROSS JOIN LATERAL (
      SELECT ${FIRING_COLUMNS} ${FIRING_FROM} WHERE f.resolved_at IS NULL AND coalesce(f.alert, f.title) = g.key
        AND f.priority = g.priority AND f.drill = g.drill
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

/** The P0 of the venue for which raising takes a super admin's word: no drill, nothing that Bulkhead says of itself. */
export const OPEN_P0 = Prisma.sql`SELECT jsonb_build_object('number', number, 'title', title) FROM firings
  WHERE priority = 'P0' AND resolved_at IS NULL AND NOT drill AND source <> 'bulkhead' ORDER BY fired_at DESC LIMIT 1`;

export async function openP0(tx: Tx): Promise<OpenP0 | null> {
  const [row] = await tx.$queryRaw<{ open: OpenP0 | null }[]>`SELECT (${OPEN_P0}) AS open`;
  return row?.open ?? null;
}
