// What every command that changes the matrix shares: turn what is wanted into a decision (a change set, or a request for a second person), and save it.
import { requestName } from '#lib/catalog/approvals.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { type Deadline, deadlinesOf } from '#lib/rules/changes/deadline.ts';
import { type ChangePlan, decideChange, placeKey } from '#lib/rules/changes/decide-change.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import { insertBreakGlass } from '#lib/store/changes/break-glass.ts';
import { decideRequest, voidRequests } from '#lib/store/changes/change-requests.ts';
import { type LockedMatrix, saveChangeSet } from '#lib/store/changes/matrix.ts';
import { insertDeadlines } from '#lib/store/changes/value-deadlines.ts';
import type { Tx } from '#lib/store/client.ts';
import type { Effect } from '#lib/store/effects.ts';
import { auditActor } from './audit-actor.ts';
import { askedFor, closed, type PlannedRequest, saveRequest } from './change-request.ts';
import type { Decision } from './command.ts';
import { type Approval, type By, type Planned, personOf, type WantedChange } from './wanted-change.ts';

export interface PlannedChangeSet extends Planned {
  kind: 'change set';
  approval: Approval | null;
  deadline: Deadline | null;
}

export type PlannedWrite = PlannedChangeSet | PlannedRequest;

function changeEvents(set: PlannedChangeSet, epoch: number, revision: number): AuditEvent[] {
  const { plan, approval, deadline } = set;
  return plan.changes.map((change) => {
    const returns = deadline?.values.some(
      (value) => value.switch === change.switch && value.symbol === change.symbol,
    );
    return {
      kind: 'switch.changed',
      subject: change.switch,
      symbol: change.symbol,
      oldValue: JSON.stringify(change.oldValue),
      newValue: JSON.stringify(change.newValue),
      reason: plan.reason,
      changeSetId: set.id,
      epoch,
      revision,
      details: {
        direction: change.direction,
        command: set.command,
        ...(plan.authority === 'single' || plan.authority === 'system' ? {} : { authority: plan.authority }),
        ...(approval
          ? { request: requestName(approval.number), requestedBy: approval.requestedBy.name }
          : {}),
        ...(plan.incident ? { incident: plan.incident } : {}),
        ...(returns ? { until: deadline?.until.toISOString(), owner: deadline?.owner.name } : {}),
        ...(change.newInherited ? { overrideRemoved: true } : {}),
        ...(change.oldInherited && change.symbol ? { overrideAdded: true } : {}),
        ...(set.undoesId ? { undoes: set.undoesId } : {}),
        ...(plan.warnings.length > 0 ? { warnings: plan.warnings } : {}),
      },
    };
  });
}

/** Open requests about one of these places. */
export function requestsAbout(
  state: LockedMatrix,
  places: readonly { switch: string; symbol?: string | null | undefined }[],
) {
  const touched = new Set(places.map(({ switch: name, symbol }) => placeKey(name, symbol ?? null)));
  return state.openRequests.filter((request) => request.places.some((place) => touched.has(place)));
}

/**
 * Open requests that this makes void: about a place that changes, or one that a bundle sets although its value holds
 * already. Otherwise somebody could approve a level away with a difference they read before it was pressed.
 */
function voidedBy(state: LockedMatrix, plan: ChangePlan, wanted: WantedChange) {
  const places = wanted.terms?.bundle ? [...plan.changes, ...wanted.requests] : plan.changes;
  return requestsAbout(state, places).filter((request) => request.id !== wanted.approval?.id);
}

function carriedOut(
  state: LockedMatrix,
  plan: ChangePlan,
  wanted: WantedChange,
  by: By,
): Result<Decision<PlannedWrite, ChangeAnswer>> {
  const { command, actor, moment } = by;
  const deadline = deadlinesOf(plan.changes, wanted.deadline, actor, moment.now);
  if (!deadline.ok) return deadline;
  const voided = voidedBy(state, plan, wanted);
  const set: PlannedChangeSet = {
    ...{ kind: 'change set', id: moment.id, command, plan, deadline: deadline.value },
    undoesId: wanted.undoesId ?? null,
    subject: wanted.subject ?? null,
    approval: wanted.approval ?? null,
    voided: voided.map(({ id }) => id),
  };
  const { epoch } = state;
  const revision = state.revision + 1;
  const { warnings } = plan;
  const glass: AuditEvent[] =
    plan.authority === 'break_glass'
      ? [{ kind: 'break-glass.used', subject: plan.incident ?? '', reason: plan.reason, changeSetId: set.id }]
      : [];
  const effects: Effect[] = [
    { kind: 'notify', channel: 'bulkhead_revision', payload: positionId({ epoch, revision }) },
  ];
  if (deadline.value) {
    const payload = { changeSetId: set.id };
    effects.push({
      kind: 'job',
      task: 'note-deadline',
      payload,
      runAt: deadline.value.until,
      jobKey: null,
    });
  }
  return ok({
    next: set,
    events: [
      ...glass,
      ...changeEvents(set, epoch, revision),
      ...closed('voided', voided, { reason: 'A value in it was set', changeSetId: set.id }),
    ],
    effects,
    answer: {
      ...{ changed: true, changeSetId: set.id, epoch, revision },
      ...(warnings.length > 0 ? { warnings } : {}),
    },
  });
}

/**
 * Decides a change of the matrix: it happens at once, becomes a change request that waits for a second person, or is
 * refused. Nothing happens, and nothing is recorded, when every value holds already.
 */
export function decideMatrix(
  state: LockedMatrix,
  wanted: WantedChange,
  by: By,
): Result<Decision<PlannedWrite, ChangeAnswer>> {
  if (state.owner === null) {
    return fail('invalid_input', 'owner: there is no such person, or they are disabled. Name another.');
  }
  return decisionOf(
    state,
    decideChange(state, wanted.requests, wanted.reason, by.actor, wanted.terms),
    wanted,
    by,
  );
}

/** The decision that carries a plan out or asks for it. */
export function decisionOf(
  state: LockedMatrix,
  planned: Result<ChangePlan | null>,
  wanted: WantedChange,
  by: By,
): Result<Decision<PlannedWrite, ChangeAnswer>> {
  if (!planned.ok) return planned;
  const plan = planned.value;
  if (plan === null) {
    const { epoch, revision } = state;
    const answer: ChangeAnswer = { changed: false, changeSetId: null, epoch, revision };
    return ok({ next: null, events: [], effects: [], answer });
  }
  return plan.waits ? askedFor(state, plan, wanted, by) : carriedOut(state, plan, wanted, by);
}

/** Saves what was planned; false when what it rests on moved although it was locked (never, unless a lock was lost). */
export async function savePlan(
  tx: Tx,
  write: PlannedWrite,
  state: { epoch: number; revision: number },
  actor: Actor,
): Promise<boolean> {
  if (write.kind === 'request') return saveRequest(tx, write, state, actor);
  const { approval, plan, deadline } = write;
  if (approval) {
    const open = await decideRequest(tx, approval, 'approved', approval.approvedBy, null);
    if (!open) return false;
  }
  const saved = await saveChangeSet(tx, state, {
    id: write.id,
    command: write.command,
    actor: approval ? { kind: 'person', ...approval.requestedBy } : auditActor(actor),
    reason: plan.reason,
    direction: plan.direction,
    budgetMs: plan.budgetMs,
    undoesId: write.undoesId,
    authority: plan.authority,
    incident: plan.incident,
    request: approval ? { id: approval.id, approvedBy: approval.approvedBy } : null,
    changes: plan.changes,
    next: plan.next,
  });
  if (saved === undefined) return false;
  if (plan.authority === 'break_glass') {
    await insertBreakGlass(tx, {
      changeSetId: write.id,
      incident: plan.incident ?? '',
      person: personOf(actor),
    });
  }
  if (deadline) await insertDeadlines(tx, write.id, deadline.owner, deadline.until, deadline.values);
  if (write.voided.length > 0) await voidRequests(tx, write.voided, { changeSetId: write.id });
  return true;
}
