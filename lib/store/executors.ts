// What executors have reported: who they are, their positions, breakers and progress. Written by the trigger of executor_reports.
import type { BreakerState } from '#lib/rules/executors.ts';
import type { Tx } from './client.ts';

export async function knownExecutor(tx: Tx, id: string): Promise<boolean> {
  return (await tx.executor.count({ where: { id } })) > 0;
}

export async function isOpenPosition(tx: Tx, symbol: string, executorId?: string): Promise<boolean> {
  return (await tx.position.count({ where: { symbol, ...(executorId ? { executorId } : {}) } })) > 0;
}

/** The state of a breaker as each executor that has one of the name last reported it; not of those that have left. */
export async function breakerStates(tx: Tx, name: string, executorId?: string): Promise<BreakerState[]> {
  const rows = await tx.breaker.findMany({
    where: { name, executor: { leftAt: null }, ...(executorId ? { executorId } : {}) },
  });
  return rows.map(({ state }) => state as BreakerState);
}
