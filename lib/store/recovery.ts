// The recovery run of an emergency stop, as far as the restart asks for it.
import { RECOVERY_PROCEDURE } from '#lib/catalog/emergency.ts';
import type { Tx } from './client.ts';

export interface RecoveryRun {
  runId: string;
  number: number;
  completedAt: Date | null;
}

/** The newest run of the recovery procedure for this stop, or null. */
export async function recoveryOf(tx: Tx, stopId: string): Promise<RecoveryRun | null> {
  const row = await tx.procedureRun.findFirst({
    where: { procedureKey: RECOVERY_PROCEDURE, subjectKind: 'emergency-stop', subjectId: stopId },
    orderBy: [{ completedAt: { sort: 'desc', nulls: 'last' } }, { number: 'desc' }],
    select: { id: true, number: true, completedAt: true },
  });
  return row ? { runId: row.id, number: Number(row.number), completedAt: row.completedAt } : null;
}
