// Changes that missed their latency budget: who lagged when it ran out.
import type { Tx } from '#lib/store/client.ts';

export interface MissedBudget {
  changeSetId: string;
  budgetMs: number;
  applied: number;
  expected: number;
  lagging: readonly string[];
}

/** Keeps the miss; false when it was kept before (a job that ran twice). */
export async function keepMissedBudget(tx: Tx, missed: MissedBudget): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO missed_budgets (change_set_id, budget_ms, applied, expected, lagging)
    VALUES (${missed.changeSetId}::uuid, ${missed.budgetMs}, ${missed.applied}, ${missed.expected}, ${[...missed.lagging]}::text[])
    ON CONFLICT DO NOTHING`;
  return rows === 1;
}
