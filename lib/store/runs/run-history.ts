// What the catalogue shows of past and present runs: when each procedure was last completed, and who works in it now.
import type { Tx } from '#lib/store/client.ts';

export interface LastRun {
  runId: string;
  number: number;
  at: Date;
}

/** The newest completed run of each procedure. */
export async function lastCompleted(tx: Tx): Promise<Map<string, LastRun>> {
  const rows = await tx.$queryRaw<{ key: string; id: string; number: bigint; at: Date }[]>`
    SELECT DISTINCT ON (procedure_key) procedure_key AS key, id, number, completed_at AS at
    FROM procedure_runs WHERE completed_at IS NOT NULL ORDER BY procedure_key, completed_at DESC`;
  return new Map(rows.map(({ key, id, number, at }) => [key, { runId: id, number: Number(number), at }]));
}

/** Runs that are neither complete nor ended, by procedure, oldest first. */
export async function activeByProcedure(
  tx: Tx,
): Promise<Map<string, { runId: string; number: number; startedBy: string }[]>> {
  const rows = await tx.procedureRun.findMany({
    where: { completedAt: null, endedAt: null },
    orderBy: { number: 'asc' },
    select: { id: true, number: true, procedureKey: true, startedName: true },
  });
  const active = new Map<string, { runId: string; number: number; startedBy: string }[]>();
  for (const { id, number, procedureKey, startedName } of rows) {
    const run = { runId: id, number: Number(number), startedBy: startedName };
    active.set(procedureKey, [...(active.get(procedureKey) ?? []), run]);
  }
  return active;
}
