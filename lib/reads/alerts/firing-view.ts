// One firing as screens take it, with its clocks, and the action of its alert with the matrix as it is now.
import { type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import type { ActionView, ClockView, FiringView } from '#lib/contract/alerts.ts';
import type { ActorView } from '#lib/contract/console.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { actionOf, actionOn } from '#lib/rules/alerts/alert-action.ts';
import { actClock, type Clock, confirmClock } from '#lib/rules/alerts/firing.ts';
import { decideChange, type Request } from '#lib/rules/changes/decide-change.ts';
import { may } from '#lib/rules/may.ts';
import type { Result } from '#lib/rules/result.ts';
import type { FiringRow, GroupRow } from '#lib/store/alerts/alert-board.ts';
import type { LockedMatrix } from '#lib/store/changes/matrix.ts';

function clockView({ dueAt, stoppedAt, late }: Clock): ClockView {
  return { dueAt: dueAt.toISOString(), stoppedAt: stoppedAt?.toISOString() ?? null, late };
}

function by(kind: string | null, id: string | null, name: string | null): ActorView | null {
  return kind === null ? null : { kind: kind as ActorView['kind'], id: id ?? '', name: name ?? '' };
}

export function firingView(row: FiringRow, now: Date): FiringView {
  const alert = row.alert === null ? undefined : findAlert(row.alert);
  return {
    ...{ id: row.id, number: row.number, alert: row.alert, title: row.title, priority: row.priority },
    ...{ drill: row.drill, source: row.source, labels: row.labels },
    ...{ firedAt: row.firedAt.toISOString(), receivedAt: row.receivedAt.toISOString() },
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    confirmedBy: by(row.confirmedByKind, row.confirmedById, row.confirmedByName),
    actedAt: row.actedAt?.toISOString() ?? null,
    actedBy: by(row.actedByKind, row.actedById, row.actedByName),
    effectiveAt: row.effectiveAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? '' },
    confirm: clockView(confirmClock(row, now)),
    act: clockView(actClock(row, alert?.action !== undefined, now)),
    ...{ told: row.told, changeSetId: row.changeSetId },
  };
}

/** What pressing the action of this firing would do now; null for an alert that has none. */
export function actionView(row: FiringRow, matrix: LockedMatrix, actor: Actor): ActionView | null {
  const key = row.alert as AlertKey | null;
  return viewOf(key, actionOf(key, row.labels, matrix.matrix), matrix, actor);
}

/** What one press for all open firings of an alert would do now. */
export function stormActionView(group: GroupRow, matrix: LockedMatrix, actor: Actor): ActionView | null {
  const key = group.alert as AlertKey | null;
  return viewOf(key, actionOn(key, group.markets, matrix.matrix), matrix, actor);
}

function viewOf(
  key: AlertKey | null,
  requests: Result<Request[]>,
  matrix: LockedMatrix,
  actor: Actor,
): ActionView | null {
  const alert = key === null ? undefined : findAlert(key);
  if (!alert?.action) return null;
  const { label, losing = null } = alert.action;
  const allowed = may(actor, 'act-on-firing');
  if (!requests.ok) return { label, losing, changes: [], heldBy: requests.error.message };
  const plan = decideChange(matrix, requests.value, alert.title, actor, { bundle: 'alert' });
  const refusal = !allowed.ok ? allowed.error.message : plan.ok ? null : plan.error.message;
  const changes = (plan.ok ? (plan.value?.changes ?? []) : []).map((change) => ({
    ...change,
    oldInherited: false,
    newInherited: false,
  }));
  return { label, losing, changes, heldBy: refusal };
}
