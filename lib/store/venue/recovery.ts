// The recovery runs of emergency stops, as far as the restart asks for it.
import { RECOVERY_PROCEDURE } from '#lib/catalog/emergency.ts';
import type { Tx } from '#lib/store/client.ts';

export interface RecoveryRun {
  runId: string;
  number: number;
  completedAt: Date | null;
}

/** The newest run of the recovery procedure for each of these stops, by the id of the stop. */
export async function recoveriesOf(tx: Tx, stopIds: readonly string[]): Promise<Map<string, RecoveryRun>> {
  const rows = await tx.procedureRun.findMany({
    where: {
      procedureKey: RECOVERY_PROCEDURE,
      subjectKind: 'emergency-stop',
      subjectId: { in: [...stopIds] },
    },
    orderBy: [{ completedAt: { sort: 'desc', nulls: 'last' } }, { number: 'desc' }],
    select: { id: true, number: true, completedAt: true, subjectId: true },
  });
  const found = new Map<string, RecoveryRun>();
  for (const { id, number, completedAt, subjectId } of rows) {
    if (subjectId === null || found.has(subjectId)) continue;
    found.set(subjectId, { runId: id, number: Number(number), completedAt });
  }
  return found;
}

export async function recoveryOf(tx: Tx, stopId: string): Promise<RecoveryRun | null> {
  return (await recoveriesOf(tx, [stopId])).get(stopId) ?? null;
}
