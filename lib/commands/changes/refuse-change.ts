// refuse-change: the second person says no, and why; nothing of the request happens.
import { z } from 'zod';
import { requestName } from '#lib/catalog/approvals.ts';
import { anyReason, changeRequestId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { decideRequest, type StoredRequest } from '#lib/store/changes/change-requests.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { loadRequest, mayDecide, openRequest, type RequestState } from './request-state.ts';

const input = z.strictObject({ requestId: changeRequestId, reason: anyReason });

interface Next {
  request: StoredRequest;
  reason: string;
}

export const refuseChange: Command<z.output<typeof input>, void, RequestState, Next, ChangedAnswer> = {
  name: 'refuse-change',
  input,
  body: 'ChangedAnswer',
  load: loadRequest,
  decide: (state, asked, actor, moment) => {
    const open = openRequest(state.request, moment.now);
    if (!open.ok) return open;
    const request = open.value;
    const allowed = mayDecide(state, request, actor);
    if (!allowed.ok) return allowed;
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    return ok({
      next: { request, reason: reason.value },
      events: [
        {
          kind: 'change-request.refused',
          subject: requestName(request.number),
          reason: reason.value,
          details: { diffHash: request.diffHash, requestedBy: request.requestedBy.name },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: requestName(request.number) }],
      answer: { changed: true },
    });
  },
  save: (tx, { request, reason }, _state, actor) =>
    decideRequest(tx, request, 'refused', personOf(actor), reason),
};
