// Firings of a storm, many at a time: those that are like one of them and that nobody has confirmed, or acted on.
import type { AlertKey } from '#lib/catalog/alerts.ts';
import type { FiringMoments } from '#lib/rules/alerts/firing.ts';
import type { AuditActor } from '#lib/store/audit/audit.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';
import { MARKET } from './alert-board.ts';

/** Open, and of the same alert, priority and kind (drill or not) as `one`. */
const ALIKE = Prisma.sql`f.resolved_at IS NULL AND coalesce(f.alert, f.title) = coalesce(one.alert, one.title)
  AND f.priority = one.priority AND f.drill = one.drill`;
const MOMENTS = Prisma.sql`f.fired_at AS "firedAt", f.received_at AS "receivedAt", f.confirmed_at AS "confirmedAt",
  f.acted_at AS "actedAt", f.effective_at AS "effectiveAt", f.resolved_at AS "resolvedAt"`;

/** Moments are kept to the millisecond: what arrived in the very one in which somebody looked was not seen for certain. */
const arrivedBefore = (until: Date) => Prisma.sql`f.received_at < ${until}`;

export interface AlikeFiring extends FiringMoments {
  id: string;
  number: number;
  alert: string | null;
  priority: 'P0' | 'P1';
  told: number;
  owned: boolean;
}

/**
 * The unconfirmed open ones of the same alert, priority and kind (drill or not) that had arrived by then, oldest first and
 * locked; at most `most`. Undefined when there is no such firing.
 */
export async function lockAlike(
  tx: Tx,
  { firingId, until, most }: { firingId: string; until: Date; most: number },
): Promise<AlikeFiring[] | undefined> {
  const [known] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM firings WHERE id = ${firingId}::uuid`;
  if (!known) return undefined;
  return tx.$queryRaw<AlikeFiring[]>`
    SELECT f.id, f.number::int AS number, f.alert, f.priority, f.told, f.owner_id IS NOT NULL AS owned, ${MOMENTS}
    FROM firings one JOIN firings f ON ${ALIKE} AND f.confirmed_at IS NULL
    WHERE one.id = ${firingId}::uuid AND ${arrivedBefore(until)}
    ORDER BY f.number LIMIT ${most} FOR UPDATE OF f`;
}

/** How many more there are like it that had arrived by then. */
export async function countAlike(
  tx: Tx,
  { firingId, until }: { firingId: string; until: Date },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count
    FROM firings one JOIN firings f ON ${ALIKE} AND f.confirmed_at IS NULL
    WHERE one.id = ${firingId}::uuid AND ${arrivedBefore(until)}`;
  return row?.count ?? 0;
}

export interface Confirmations {
  at: Date;
  by: AuditActor;
  /** Takes those that nobody has; null for an actor that is no person. */
  ownerId: string | null;
  rows: readonly { id: string; nextStepAt: Date | null }[];
}

/** Of locked rows, so that each is still as it was. */
export async function confirmMany(tx: Tx, { at, by, ownerId, rows }: Confirmations): Promise<boolean> {
  const wanted = JSON.stringify(rows.map(({ id, nextStepAt }) => ({ id, next: nextStepAt })));
  const count = await tx.$executeRaw`
    UPDATE firings f SET confirmed_at = ${at}, confirmed_by_kind = ${by.kind}, confirmed_by_id = ${by.id},
      confirmed_by_name = ${by.name}, next_step_at = w.next, version = f.version + 1,
      owner_since = CASE WHEN f.owner_id IS NULL AND ${ownerId}::uuid IS NOT NULL THEN ${at}::timestamptz ELSE f.owner_since END,
      owner_id = coalesce(f.owner_id, ${ownerId}::uuid)
    FROM jsonb_to_recordset(${wanted}::jsonb) AS w (id uuid, next timestamptz)
    WHERE f.id = w.id AND f.confirmed_at IS NULL AND f.resolved_at IS NULL`;
  return count === rows.length;
}

/** What a press on one firing may act for. */
export interface ActScope {
  firingId: string;
  /** Those that had arrived by then. */
  until: Date;
  /** Only firings that name one of these markets; null where the action is about none. */
  markets: readonly string[] | null;
}

function toAct({ firingId, until, markets }: ActScope): Prisma.Sql {
  const about = markets === null ? Prisma.empty : Prisma.sql`AND ${MARKET} = ANY(${[...markets]}::text[])`;
  return Prisma.sql`FROM firings one JOIN firings f ON ${ALIKE} AND f.acted_at IS NULL
    WHERE one.id = ${firingId}::uuid AND ${arrivedBefore(until)} ${about}`;
}

export interface FiringToAct extends FiringMoments {
  id: string;
  number: number;
  alert: AlertKey | null;
  title: string;
  priority: 'P0' | 'P1';
  told: number;
  market: string | null;
}

/**
 * Open ones of the same alert that nobody has acted on, locked in the order of their numbers; at most `most`. Of each
 * market at least one, so that the first of several presses moves everything that there is to move.
 */
export async function lockToAct(tx: Tx, scope: ActScope, most: number): Promise<FiringToAct[]> {
  return tx.$queryRaw<FiringToAct[]>`
    SELECT f.id, f.number::int AS number, f.alert, f.title, f.priority, f.told::int AS told, ${MARKET} AS market, ${MOMENTS}
    FROM firings f WHERE f.resolved_at IS NULL AND f.acted_at IS NULL AND f.id IN (
      SELECT id FROM (SELECT f.id, f.number, row_number() OVER (PARTITION BY ${MARKET} ORDER BY f.number) AS place
        ${toAct(scope)}) AS placed
      ORDER BY place > 1, number LIMIT ${most})
    ORDER BY f.number FOR UPDATE`;
}

/** How many there are to act for, and the markets that they name. */
export async function countToAct(tx: Tx, scope: ActScope): Promise<{ count: number; markets: string[] }> {
  const [row] = await tx.$queryRaw<{ count: number; markets: string[] }[]>`
    SELECT count(*)::int AS count, coalesce(array_agg(DISTINCT ${MARKET}) FILTER (WHERE ${MARKET} IS NOT NULL), '{}') AS markets
    ${toAct(scope)}`;
  return row ?? { count: 0, markets: [] };
}

export interface StormActs {
  at: Date;
  by: AuditActor;
  changeSetId: string | null;
  awaitsId: string | null;
  effectiveAt: Date | null;
  /** `confirms`: nobody had confirmed it, so that the press does. */
  rows: readonly { id: string; nextStepAt: Date | null; confirms: boolean }[];
}

/** Of locked rows, so that each is still as it was. */
export async function actOnMany(tx: Tx, acts: StormActs): Promise<boolean> {
  const { at, by, changeSetId, awaitsId, effectiveAt, rows } = acts;
  const wanted = JSON.stringify(rows.map(({ id, nextStepAt }) => ({ id, next: nextStepAt })));
  const count = await tx.$executeRaw`
    UPDATE firings f SET acted_at = ${at}, acted_by_kind = ${by.kind}, acted_by_id = ${by.id}, acted_by_name = ${by.name},
      change_set_id = ${changeSetId}::uuid, awaits_id = ${awaitsId}::uuid, effective_at = ${effectiveAt},
      confirmed_at = coalesce(f.confirmed_at, ${at}), confirmed_by_kind = coalesce(f.confirmed_by_kind, ${by.kind}),
      confirmed_by_id = coalesce(f.confirmed_by_id, ${by.id}),
      confirmed_by_name = coalesce(f.confirmed_by_name, ${by.name}), next_step_at = w.next, version = f.version + 1
    FROM jsonb_to_recordset(${wanted}::jsonb) AS w (id uuid, next timestamptz)
    WHERE f.id = w.id AND f.acted_at IS NULL AND f.resolved_at IS NULL`;
  return count === rows.length;
}
