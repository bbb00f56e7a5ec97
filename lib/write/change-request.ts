// A change that needs a second person becomes a request: bound to the hash of its exact diff, open for a while, asked for once.
import { REQUEST_MINUTES, requestName } from '#lib/catalog/approvals.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { WantedDeadline } from '#lib/rules/changes/deadline.ts';
import type { ChangePlan } from '#lib/rules/changes/decide-change.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import { expireRequests, insertRequest } from '#lib/store/changes/change-requests.ts';
import type { LockedMatrix } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { inputHash } from './canonical.ts';
import type { Decision } from './command.ts';
import { type By, type Planned, personOf, placesOf, type WantedChange } from './wanted-change.ts';

export interface PlannedRequest extends Planned {
  kind: 'request';
  number: number;
  expiresAt: Date;
  diffHash: string;
  places: readonly string[];
  /** Requests of others whose time is over. */
  expired: readonly string[];
  wantedDeadline: WantedDeadline | null;
}

const MINUTE_MS = 60_000;

/** What requester and approver are bound to: the exact diff and everything that goes with it. */
export function diffHashOf(
  epoch: number,
  plan: ChangePlan,
  wanted: WantedChange,
  deadline = { until: wanted.deadline?.until ?? null, ownerId: wanted.deadline?.owner?.id ?? null },
): string {
  const { subject, undoesId } = wanted;
  const changes = plan.changes.map(({ direction: _, ...change }) => change);
  return inputHash({
    ...{ epoch, changes, subject, undoesId, incident: plan.incident },
    until: deadline.until,
    owner: deadline.ownerId,
  });
}

/** The audit's word for requests that ended without anybody deciding on them. */
export function closed(
  kind: 'voided' | 'expired',
  requests: readonly { number: number }[],
  why?: { reason: string; changeSetId?: string },
): AuditEvent[] {
  return requests.map(({ number }) => ({
    kind: `change-request.${kind}`,
    subject: requestName(number),
    ...why,
  }));
}

/** Decides to ask. Refused when an open request asks for the same already. */
export function askedFor(
  state: LockedMatrix,
  plan: ChangePlan,
  wanted: WantedChange,
  by: By,
): Result<Decision<PlannedRequest, ChangeAnswer>> {
  const { command, moment } = by;
  const diffHash = diffHashOf(state.epoch, plan, wanted);
  const expired = state.openRequests.filter((request) => request.expired);
  const waiting = state.openRequests.filter((request) => !request.expired);
  const same = waiting.find((request) => request.diffHash === diffHash);
  if (same) {
    return fail(
      'conflict',
      `${requestName(same.number)} asks for exactly this already. It waits for a second person.`,
      { requestId: same.id, number: same.number },
    );
  }
  // Two that differ in nothing but their deadline are one question: whoever approves could take the older for the newer.
  const twin = waiting.find(
    ({ until, ownerId, diffHash: asked }) =>
      diffHashOf(state.epoch, plan, wanted, { until, ownerId }) === asked,
  );
  if (twin) {
    return fail(
      'conflict',
      `${requestName(twin.number)} asks for the same values, with another deadline or owner. Have it withdrawn or refused first.`,
      { requestId: twin.id, number: twin.number },
    );
  }
  const expiresAt = new Date(moment.now.getTime() + REQUEST_MINUTES * MINUTE_MS);
  const number = state.nextRequest;
  const name = requestName(number);
  const next: PlannedRequest = {
    ...{ kind: 'request', id: moment.id, command, plan, number, expiresAt, diffHash, voided: [] },
    places: placesOf(plan),
    undoesId: wanted.undoesId ?? null,
    subject: wanted.subject ?? null,
    expired: expired.map(({ id }) => id),
    wantedDeadline: wanted.deadline ?? null,
  };
  const changes = plan.changes.map(({ switch: switchName, symbol, oldValue, newValue }) => ({
    ...{ switch: switchName, symbol, oldValue, newValue },
  }));
  return ok({
    next,
    events: [
      {
        kind: 'change-request.opened',
        subject: name,
        reason: plan.reason,
        details: { changes, diffHash, command, expiresAt: expiresAt.toISOString() },
      },
      ...closed('expired', expired),
    ],
    effects: [
      {
        kind: 'job',
        task: 'expire-request',
        payload: { requestId: moment.id },
        runAt: expiresAt,
        jobKey: null,
      },
      { kind: 'notify', channel: 'bulkhead_console', payload: name },
    ],
    answer: {
      ...{ changed: false, changeSetId: null, epoch: state.epoch, revision: state.revision },
      request: { id: moment.id, number, expiresAt: expiresAt.toISOString() },
    },
  });
}

export async function saveRequest(
  tx: Tx,
  write: PlannedRequest,
  state: { epoch: number; revision: number },
  actor: Actor,
): Promise<boolean> {
  if (write.expired.length > 0 && !(await expireRequests(tx, write.expired))) return false;
  const { plan, wantedDeadline } = write;
  await insertRequest(tx, {
    ...{ id: write.id, number: write.number, command: write.command, by: personOf(actor) },
    ...{ expiresAt: write.expiresAt, diffHash: write.diffHash, places: write.places, basedOn: state },
    reason: plan.reason,
    direction: plan.direction,
    changes: plan.changes,
    incident: plan.incident,
    until: wantedDeadline?.until ?? null,
    ownerId: wantedDeadline?.owner?.id ?? null,
    undoesId: write.undoesId,
    subject: write.subject,
  });
  return true;
}
