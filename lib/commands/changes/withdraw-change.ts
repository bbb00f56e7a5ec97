// withdraw-change: whoever asked takes the question back; nothing of the request happens.
import { z } from 'zod';
import { requestName } from '#lib/catalog/approvals.ts';
import { changeRequestId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { decideRequest, type StoredRequest } from '#lib/store/changes/change-requests.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { loadRequest, openRequest, type RequestState } from './request-state.ts';

const input = z.strictObject({ requestId: changeRequestId });

export const withdrawChange: Command<
  z.output<typeof input>,
  void,
  RequestState,
  StoredRequest,
  ChangedAnswer
> = {
  name: 'withdraw-change',
  input,
  body: 'ChangedAnswer',
  load: loadRequest,
  decide: (state, _asked, actor, moment) => {
    const open = openRequest(state.request, moment.now);
    if (!open.ok) return open;
    const request = open.value;
    if (actor.kind !== 'person' || actor.id !== request.requestedBy.id) {
      return fail(
        'forbidden',
        `${requestName(request.number)} is ${request.requestedBy.name}'s: refuse it, if you may decide on it.`,
      );
    }
    return ok({
      next: request,
      events: [
        {
          kind: 'change-request.withdrawn',
          subject: requestName(request.number),
          details: { diffHash: request.diffHash },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: requestName(request.number) }],
      answer: { changed: true },
    });
  },
  save: (tx, request, _state, actor) => decideRequest(tx, request, 'withdrawn', personOf(actor), null),
};
