// What every command that changes the matrix shares: lock and read it, turn a plan into a decision, save the plan.
import type { Action } from '#lib/catalog/permissions.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { ChangePlan, MatrixState } from '#lib/rules/decide-change.ts';
import { ok, type Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import { saveChangeSet } from '#lib/store/matrix.ts';
import { auditActor } from './audit-actor.ts';
import type { Decision, Moment } from './command.ts';

export interface PlannedChangeSet {
  id: string;
  command: Action;
  undoesId: string | null;
  plan: ChangePlan;
}

function eventsOf(set: PlannedChangeSet, epoch: number, revision: number): AuditEvent[] {
  return set.plan.changes.map((change) => ({
    kind: 'switch.changed',
    subject: change.switch,
    symbol: change.symbol,
    oldValue: JSON.stringify(change.oldValue),
    newValue: JSON.stringify(change.newValue),
    reason: set.plan.reason,
    changeSetId: set.id,
    epoch,
    revision,
    details: {
      direction: change.direction,
      command: set.command,
      ...(change.newInherited ? { overrideRemoved: true } : {}),
      ...(change.oldInherited && change.symbol ? { overrideAdded: true } : {}),
      ...(set.undoesId ? { undoes: set.undoesId } : {}),
      ...(set.plan.warnings.length > 0 ? { warnings: set.plan.warnings } : {}),
    },
  }));
}

/** The decision that carries a plan out: audit entries, wake-up of the edges, and the check of its time budget. */
export function decisionOf(
  state: MatrixState,
  planned: Result<ChangePlan | null>,
  command: Action,
  moment: Moment,
  undoesId: string | null = null,
): Result<Decision<PlannedChangeSet, ChangeAnswer>> {
  if (!planned.ok) return planned;
  const { epoch } = state;
  if (planned.value === null) {
    const answer: ChangeAnswer = { changed: false, changeSetId: null, epoch, revision: state.revision };
    return ok({ next: null, events: [], effects: [], answer });
  }
  const set: PlannedChangeSet = { id: moment.id, command, undoesId, plan: planned.value };
  const revision = state.revision + 1;
  const { warnings, budgetMs } = planned.value;
  return ok({
    next: set,
    events: eventsOf(set, epoch, revision),
    effects: [
      {
        kind: 'job',
        task: 'check-effect',
        payload: { changeSetId: set.id },
        runAt: new Date(moment.now.getTime() + budgetMs),
        jobKey: null,
      },
      { kind: 'notify', channel: 'bulkhead_revision', payload: positionId({ epoch, revision }) },
    ],
    answer: {
      changed: true,
      changeSetId: set.id,
      epoch,
      revision,
      ...(warnings.length > 0 ? { warnings } : {}),
    },
  });
}

/** Saves a planned change set; false when the head moved although it was locked (never, unless a lock was lost). */
export async function savePlan(
  tx: Tx,
  set: PlannedChangeSet,
  state: { epoch: number; revision: number },
  actor: Actor,
): Promise<boolean> {
  const saved = await saveChangeSet(tx, state, {
    id: set.id,
    command: set.command,
    actor: auditActor(actor),
    reason: set.plan.reason,
    direction: set.plan.direction,
    budgetMs: set.plan.budgetMs,
    undoesId: set.undoesId,
    changes: set.plan.changes,
    next: set.plan.next,
  });
  return saved !== undefined;
}
