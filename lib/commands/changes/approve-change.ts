// approve-change: the second person agrees to exactly the diff they saw, and it is carried out in the same transaction.
import { z } from 'zod';
import { requestName } from '#lib/catalog/approvals.ts';
import { changeRequestId, diffHash } from '#lib/commands/inputs.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import { deadlineTime } from '#lib/rules/changes/deadline.ts';
import { decideChange, INHERIT } from '#lib/rules/changes/decide-change.ts';
import { mayAgree } from '#lib/rules/changes/second-person.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { StoredRequest } from '#lib/store/changes/change-requests.ts';
import { diffHashOf } from '#lib/write/change-request.ts';
import type { Command } from '#lib/write/command.ts';
import { decisionOf, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { personOf, type WantedChange } from '#lib/write/wanted-change.ts';
import { loadRequest, mayDecide, openRequest, type RequestState } from './request-state.ts';
import { endOfSubject, finishSubject } from './request-subjects.ts';

const input = z.strictObject({ requestId: changeRequestId, diffHash });

function wantedOf(request: StoredRequest, requester: PersonActor | null): WantedChange {
  return {
    requests: request.changes.map((change) => ({
      switch: change.switch,
      symbol: change.symbol,
      value: change.newInherited ? INHERIT : change.newValue,
    })),
    reason: request.reason,
    terms: {
      approved: true,
      word: requester?.roles.includes('super_admin') === true,
      ...(request.subject?.kind === 'emergency-stop' ? { restart: true } : {}),
      ...(request.incident ? { incident: request.incident } : {}),
    },
    deadline: request.until || request.owner ? { until: request.until, owner: request.owner } : undefined,
    undoesId: request.undoesId ?? undefined,
    subject: request.subject ?? undefined,
  };
}

/** Whoever asked must still be somebody who may ask. */
function stillAllowed({ requester, ownerGone }: RequestState, request: StoredRequest): Result<true> {
  const name = requestName(request.number);
  if (!requester) {
    return fail('conflict', `${request.requestedBy.name}, who asked for ${name}, has no access any more.`);
  }
  const allowed = mayAgree(requester, { requestedBy: '', changes: request.changes });
  if (ownerGone) {
    return fail(
      'conflict',
      `${request.owner?.name}, who was to look after ${name}, has no access any more. Refuse it, and ask again with another owner.`,
    );
  }
  if (allowed.ok) return ok(true);
  return fail('conflict', `${requester.name} may not ask for ${name} any more. ${allowed.error.message}`);
}

/** The end of temporary values must still lie ahead when they begin. */
function stillAhead({ number, until }: StoredRequest, now: Date): Result<true> {
  if (until === null || deadlineTime(until, now).ok) return ok(true);
  return fail(
    'conflict',
    `The values of ${requestName(number)} were to hold until ${until.toISOString()}, and that is over now. Refuse it, and ask again with a later time.`,
    { number, until: until.toISOString() },
  );
}

/** `ended`: what the log says of the end of what the request is part of. */
type State = RequestState & { ended: AuditEvent | undefined };

export const approveChange: Command<z.output<typeof input>, void, State, PlannedWrite, ChangeAnswer> = {
  name: 'approve-change',
  input,
  body: 'ChangeAnswer',
  load: async (tx, asked, actor) => {
    const { state, now } = await loadRequest(tx, asked, actor);
    return { state: { ...state, ended: await endOfSubject(tx, state.request?.subject, state) }, now };
  },
  decide: (state, asked, actor, moment) => {
    const open = openRequest(state.request, moment.now);
    if (!open.ok) return open;
    const request = open.value;
    const agrees = mayDecide(state, request, actor);
    if (!agrees.ok) return agrees;
    const allowed = stillAllowed(state, request);
    if (!allowed.ok) return allowed;
    if (request.epoch !== state.epoch) {
      return fail(
        'conflict',
        `The database was restored after ${requestName(request.number)} was asked for: whether somebody refused it since is not known any more. Ask again.`,
        { number: request.number },
      );
    }
    const ahead = stillAhead(request, moment.now);
    if (!ahead.ok) return ahead;
    const wanted = wantedOf(request, state.requester);
    const planned = decideChange(state, wanted.requests, wanted.reason, actor, wanted.terms);
    if (!planned.ok) return planned;
    const plan = planned.value;
    if (plan === null || diffHashOf(state.epoch, plan, wanted) !== request.diffHash) {
      return fail('conflict', 'The values have changed since this was asked for. Ask again.');
    }
    if (asked.diffHash !== request.diffHash) {
      return fail('conflict', 'That is not the difference this request is for. Open it again, then approve.');
    }
    const owner = request.owner ?? request.requestedBy;
    const approval = {
      id: request.id,
      number: request.number,
      version: request.version,
      requestedBy: request.requestedBy,
      approvedBy: personOf(actor),
    };
    const decided = decisionOf(
      state,
      planned,
      { ...wanted, approval, deadline: { until: request.until, owner } },
      { command: 'approve-change', actor, moment },
    );
    if (!decided.ok) return decided;
    const name = requestName(request.number);
    const both = { reason: request.reason, changeSetId: moment.id };
    const requestedBy = request.requestedBy.name;
    const { ended } = state;
    const events: AuditEvent[] = [
      {
        ...{ kind: 'change-request.approved', subject: name, ...both },
        details: { diffHash: request.diffHash, requestedBy },
      },
      ...(ended ? [{ ...ended, ...both, details: { ...ended.details, request: name, requestedBy } }] : []),
    ];
    return ok({ ...decided.value, events: [...events, ...decided.value.events] });
  },
  save: async (tx, write, state, actor) =>
    (await savePlan(tx, write, state, actor)) &&
    (write.subject === null || (await finishSubject(tx, write.subject, write.id))),
};
