// Changes whose time budget has run out and has still to be looked at; saveChangeSet puts each change here (decision record 0120).
import type { Tx } from '#lib/store/client.ts';
import type { EffectQuestion } from './effect.ts';

/** Receipts that an edge heard in time may still be on their way into the database, ms. */
export const ON_THE_WAY_MS = 250;

/** Those whose budget has run out by the database's clock, the longest waiting first. */
export async function dueEffectChecks(tx: Tx, most: number): Promise<EffectQuestion[]> {
  const rows = await tx.$queryRaw<
    (Omit<EffectQuestion, 'revision'> & { revision: bigint })[]
  >`/* due-effect-checks */
    SELECT c.id, c.epoch, c.revision, c.committed_at AS "committedAt", c.budget_ms AS "budgetMs"
    FROM effect_checks e JOIN change_sets c ON c.id = e.change_set_id
    WHERE e.due_at <= clock_timestamp() ORDER BY e.due_at LIMIT ${most}`;
  return rows.map((row) => ({ ...row, revision: Number(row.revision) }));
}

export async function endEffectChecks(tx: Tx, changeSetIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM effect_checks WHERE change_set_id = ANY(${[...changeSetIds]}::uuid[])`;
}
