// What executors have reported: who they are, their positions, breakers and progress. Written by the trigger of executor_reports, but for retirement.
import { EXECUTOR_SILENT_MS } from '#lib/contract/executors.ts';
import type { BreakerState } from '#lib/rules/venue/executors.ts';
import type { Tx } from '#lib/store/client.ts';

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

export interface StoredExecutor {
  id: string;
  lastSeenAt: Date;
  /** It has said goodbye. */
  left: boolean;
  retired: boolean;
  /** What it held when it was last heard, by symbol. */
  positions: readonly { symbol: string; side: string; size: string }[];
  /** Names of its breakers that were tripped then. */
  tripped: readonly string[];
}

/** Locks one executor's row, or undefined. Its next report waits for whoever holds it. */
export async function lockExecutor(tx: Tx, id: string): Promise<StoredExecutor | undefined> {
  const [row] = await tx.$queryRaw<Omit<StoredExecutor, 'positions' | 'tripped'>[]>`
    SELECT id, last_seen_at AS "lastSeenAt", left_at IS NOT NULL AS "left", retired_by IS NOT NULL AS retired
    FROM executors WHERE id = ${id} FOR UPDATE`;
  if (!row) return undefined;
  const [positions, breakers] = [
    await tx.position.findMany({ where: { executorId: id }, orderBy: { symbol: 'asc' } }),
    await tx.breaker.findMany({ where: { executorId: id, state: 'tripped' }, orderBy: { name: 'asc' } }),
  ];
  return {
    ...row,
    positions: positions.map(({ symbol, side, size }) => ({ symbol, side, size: size.toFixed() })),
    tripped: breakers.map(({ name }) => name),
  };
}

/**
 * Nothing waits for a locked executor any more, and what it last held is no fact of now. False when it has reported
 * within the time that makes it silent.
 */
export async function retire(tx: Tx, id: string, by: string, reason: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE executors SET left_at = coalesce(left_at, clock_timestamp()), retired_by = ${by}, retired_reason = ${reason}
    WHERE id = ${id} AND retired_by IS NULL AND (left_at IS NOT NULL
      OR last_seen_at < clock_timestamp() - make_interval(secs => ${EXECUTOR_SILENT_MS / 1_000}::int))`;
  if (rows !== 1) return false;
  await tx.position.deleteMany({ where: { executorId: id } });
  await tx.breaker.deleteMany({ where: { executorId: id } });
  return true;
}
