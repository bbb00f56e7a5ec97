// expire-request: when a change request's time is over and nobody decided, says so in the log.
import { z } from 'zod';
import { requestName } from '#lib/catalog/approvals.ts';
import { changeRequestId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { expireRequests } from '#lib/store/changes/change-requests.ts';
import type { Command } from '#lib/write/command.ts';
import { loadRequest, type RequestState } from './request-state.ts';

const input = z.strictObject({ requestId: changeRequestId });

export const expireRequest: Command<z.output<typeof input>, void, RequestState, string, ChangedAnswer> = {
  name: 'expire-request',
  input,
  body: null,
  load: loadRequest,
  decide: ({ request }, _asked, _actor, moment) => {
    if (!request) return fail('not_found', 'There is no such change request.');
    if (request.state !== 'open') {
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    }
    if (request.expiresAt > moment.now) return fail('conflict', 'Its time is not over yet.');
    const name = requestName(request.number);
    return ok({
      next: request.id,
      events: [{ kind: 'change-request.expired', subject: name }],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: name }],
      answer: { changed: true },
    });
  },
  save: (tx, id) => expireRequests(tx, [id]),
};
