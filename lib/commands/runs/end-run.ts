// end-run: gives a run up before its end, with the reason. What its steps have changed stays; what they still ask for is closed.
import { z } from 'zod';
import { requestName } from '#lib/catalog/approvals.ts';
import { runName } from '#lib/catalog/runs.ts';
import { anyReason, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { isOver, type Run } from '#lib/rules/runs/procedure-run.ts';
import { runOverSentence } from '#lib/rules/runs/run-moves.ts';
import { mayStart } from '#lib/rules/runs/run-start.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import { changeRequest, decideRequest, type StoredRequest } from '#lib/store/changes/change-requests.ts';
import { lockMatrix } from '#lib/store/changes/matrix.ts';
import { endRunRow, lockRun } from '#lib/store/runs/runs.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { RUN_CHANGED, type RunState } from './run-step.ts';

const input = z.strictObject({ runId: uuid.describe('Id of the run, as runs lists it.'), reason: anyReason });

interface State extends RunState {
  /** What steps of the run wait for: nobody could approve it any more. */
  requests: readonly StoredRequest[];
}

interface Closing {
  request: StoredRequest;
  /** Whoever asked takes it back; anybody else refuses it. */
  as: 'withdrawn' | 'refused';
}

interface Next {
  run: Run;
  reason: string;
  closing: readonly Closing[];
}

function closedWith(run: Run, closing: readonly Closing[]): AuditEvent[] {
  return closing.map(({ request, as }) => ({
    kind: `change-request.${as}`,
    subject: requestName(request.number),
    reason: `${runName(run.number)} was ended`,
    details: { diffHash: request.diffHash, requestedBy: request.requestedBy.name },
  }));
}

export const endRun: Command<z.output<typeof input>, void, State, Next, ChangedAnswer> = {
  name: 'end-run',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { runId }) => {
    // The matrix first, as whoever decides on a request does, then the run.
    const { now } = await lockMatrix(tx);
    const run = await lockRun(tx, runId);
    const requests: StoredRequest[] = [];
    for (const { state, requestId } of run?.steps ?? []) {
      const request = state === 'waiting' && requestId ? await changeRequest(tx, requestId) : undefined;
      if (request?.state === 'open') requests.push(request);
    }
    return { state: { run, requests }, now };
  },
  decide: ({ run, requests }, asked, actor) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    if (!run) return fail('not_found', 'There is no such run.');
    if (isOver(run)) return fail('conflict', runOverSentence(run));
    const allowed = mayStart(actor, run.procedure);
    if (!allowed.ok) return allowed;
    const { id } = personOf(actor);
    const closing = requests.map(
      (request): Closing => ({ request, as: request.requestedBy.id === id ? 'withdrawn' : 'refused' }),
    );
    return ok({
      next: { run, reason: reason.value, closing },
      events: [
        { kind: 'run.ended', subject: runName(run.number), newValue: run.title, reason: reason.value },
        ...closedWith(run, closing),
      ],
      effects: [RUN_CHANGED],
      answer: { changed: true },
    });
  },
  save: async (tx, { run, reason, closing }, _state, actor) => {
    const by = personOf(actor);
    for (const { request, as } of closing) {
      if (!(await decideRequest(tx, request, as, by, `${runName(run.number)} was ended`))) return false;
    }
    return endRunRow(tx, run, by, reason);
  },
};
