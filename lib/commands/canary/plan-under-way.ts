// The execution plan that carries a form out: found under way, locked, and ended with what was signed (decision 0164).

import { runName } from '#lib/catalog/runs.ts';
import { formAt } from '#lib/catalog/signoff.ts';
import type { Run } from '#lib/rules/runs/procedure-run.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { Tx } from '#lib/store/client.ts';
import { activeRunOf, lockRun, lockStart, startName } from '#lib/store/runs/runs.ts';

/** Undefined where the form has no plan, or none is under way. Nobody starts one before this transaction is over. */
export async function planUnderWay(
  tx: Tx,
  canary: StoredCanary | undefined,
  gate: number,
): Promise<Run | undefined> {
  const procedure = canary && formAt(canary.definition.key, gate).plan;
  if (!procedure) return undefined;
  const subject = { kind: 'canary', id: canary.id } as const;
  await lockStart(tx, startName(procedure, subject));
  const active = await activeRunOf(tx, procedure, subject);
  return active ? lockRun(tx, active.id) : undefined;
}

export function planEnded(plan: Run, reason: string): AuditEvent {
  return { kind: 'run.ended', subject: runName(plan.number), newValue: plan.title, reason };
}
