// Reads how change sets took effect: for each expected instance, when it was first heard at or beyond the revision.
import type { EffectView } from '#lib/contract/console.ts';
import { effectOf, failDeadlineMs } from '#lib/rules/changes/effect.ts';
import type { Tx } from '#lib/store/client.ts';

export interface EffectQuestion {
  id: string;
  epoch: number;
  revision: number;
  committedAt: Date;
  budgetMs: number;
}

interface Row {
  change_set_id: string;
  instance_id: string | null;
  after_ms: number | null;
  silent_ms: number | null;
  since_commit_ms: number;
  switches: string[] | null;
}

/**
 * Proof of effect of each change set. Expected are the instances that had registered before the commit, had not left
 * before it, and are not isolated. One that has left in order and come back since registered anew: it counts where its
 * receipts say that it was there and applied the change before it left. Times are database time, ms. A coalesced
 * receipt of a later revision proves the earlier ones too; so does a receipt of a later epoch.
 */
export async function effectsOf(tx: Tx, sets: readonly EffectQuestion[]): Promise<Map<string, EffectView>> {
  const effects = new Map<string, EffectView>();
  if (sets.length === 0) return effects;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT c.id AS change_set_id, i.id AS instance_id,
      (extract(epoch FROM i.received_at - c.committed_at) * 1000)::float8 AS after_ms,
      (extract(epoch FROM clock_timestamp() - i.last_seen_at) * 1000)::float8 AS silent_ms,
      (extract(epoch FROM clock_timestamp() - c.committed_at) * 1000)::float8 AS since_commit_ms,
      (SELECT array_agg(DISTINCT s.switch) FROM switch_changes s WHERE s.change_set_id = c.id) AS switches
    FROM change_sets c
    LEFT JOIN LATERAL (
      SELECT i.id, i.last_seen_at, r.received_at
      FROM instances i
      LEFT JOIN LATERAL (
        SELECT received_at FROM receipts
        WHERE instance_id = i.id AND (epoch, revision) >= (c.epoch, c.revision)
        ORDER BY epoch, revision LIMIT 1
      ) r ON true
      WHERE i.isolated_at IS NULL AND (
        (i.registered_at <= c.committed_at AND (i.left_at IS NULL OR i.left_at > c.committed_at))
        OR (r.received_at < least(i.registered_at, c.committed_at + interval '1 minute')
          AND EXISTS (SELECT 1 FROM receipts p WHERE p.instance_id = i.id AND p.received_at <= c.committed_at))
      )
    ) i ON true
    WHERE c.id = ANY(${sets.map((set) => set.id)}::uuid[])
    ORDER BY i.id`;
  for (const set of sets) {
    const mine = rows.filter((row) => row.change_set_id === set.id);
    const instances = mine
      .filter((row) => row.instance_id !== null)
      .map((row) => ({
        id: row.instance_id as string,
        appliedAfterMs: row.after_ms,
        silentForMs: row.silent_ms ?? 0,
      }));
    effects.set(
      set.id,
      effectOf(
        instances,
        set.budgetMs,
        mine[0]?.since_commit_ms ?? 0,
        failDeadlineMs(mine[0]?.switches ?? []),
      ),
    );
  }
  return effects;
}

/** The question about one change set by id, or undefined. */
export async function effectQuestion(tx: Tx, id: string): Promise<EffectQuestion | undefined> {
  const row = await tx.changeSet.findUnique({ where: { id } });
  return row
    ? {
        id: row.id,
        epoch: row.epoch,
        revision: Number(row.revision),
        committedAt: row.committedAt,
        budgetMs: row.budgetMs,
      }
    : undefined;
}

/** The change set that last set one of these switches for the whole venue; undefined before the first. */
export async function lastSetOf(tx: Tx, switches: readonly string[]): Promise<string | undefined> {
  const row = await tx.switchChange.findFirst({
    where: { switch: { in: [...switches] }, symbol: '' },
    orderBy: [{ epoch: 'desc' }, { revision: 'desc' }],
    select: { changeSetId: true },
  });
  return row?.changeSetId;
}
