// Firings of a storm, many at a time: those that are like one of them and that nobody has confirmed.
import type { FiringMoments } from '#lib/rules/firing.ts';
import type { AuditActor } from './audit.ts';
import type { Tx } from './client.ts';

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
    SELECT f.id, f.number::int AS number, f.alert, f.priority, f.told, f.owner_id IS NOT NULL AS owned,
      f.fired_at AS "firedAt", f.received_at AS "receivedAt", f.confirmed_at AS "confirmedAt",
      f.acted_at AS "actedAt", f.effective_at AS "effectiveAt", f.resolved_at AS "resolvedAt"
    FROM firings one JOIN firings f ON f.resolved_at IS NULL AND f.confirmed_at IS NULL
      AND coalesce(f.alert, f.title) = coalesce(one.alert, one.title) AND f.priority = one.priority AND f.drill = one.drill
    WHERE one.id = ${firingId}::uuid AND f.received_at <= ${until}
    ORDER BY f.number LIMIT ${most} FOR UPDATE OF f`;
}

/** How many more there are like it that had arrived by then. */
export async function countAlike(
  tx: Tx,
  { firingId, until }: { firingId: string; until: Date },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count
    FROM firings one JOIN firings f ON f.resolved_at IS NULL AND f.confirmed_at IS NULL
      AND coalesce(f.alert, f.title) = coalesce(one.alert, one.title) AND f.priority = one.priority AND f.drill = one.drill
    WHERE one.id = ${firingId}::uuid AND f.received_at <= ${until}`;
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
