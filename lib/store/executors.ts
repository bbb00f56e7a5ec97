// What executors have reported: who they are, their positions, breakers and progress. Written by the trigger of executor_reports.
import type { Tx } from './client.ts';

export async function knownExecutor(tx: Tx, id: string): Promise<boolean> {
  return (await tx.executor.count({ where: { id } })) > 0;
}

export async function isOpenPosition(tx: Tx, symbol: string, executorId?: string): Promise<boolean> {
  return (await tx.position.count({ where: { symbol, ...(executorId ? { executorId } : {}) } })) > 0;
}

export async function isKnownBreaker(tx: Tx, name: string, executorId?: string): Promise<boolean> {
  return (await tx.breaker.count({ where: { name, ...(executorId ? { executorId } : {}) } })) > 0;
}
