// retire-executor: a person says that an executor which does not report is gone for good; nothing waits for it any more.
import { z } from 'zod';
import { anyReason, executorArgument, executorId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { mayRetire } from '#lib/rules/venue/executors.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { lockExecutor, retire, type StoredExecutor } from '#lib/store/venue/executors.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({
  executor: executorId.describe('Name of the executor.'),
  closed: z
    .array(executorArgument.describe('Symbol of the position.'), {
      error: 'Name the positions as a list of symbols.',
    })
    .max(500, 'Name at most 500 positions.')
    .optional()
    .describe('Symbols of the positions it last reported: you have looked, and they are closed.'),
  reason: anyReason,
});

type Next = { id: string; reason: string };

export const retireExecutor: Command<
  z.output<typeof input>,
  void,
  StoredExecutor | undefined,
  Next,
  ChangedAnswer
> = {
  name: 'retire-executor',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { executor }) => ({ state: await lockExecutor(tx, executor), now: await databaseNow(tx) }),
  decide: (state, asked, _actor, { now }) => {
    if (!state) return fail('not_found', `No executor called ${asked.executor} has ever reported.`);
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    if (state.retired) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    const allowed = mayRetire(state, asked.closed ?? [], now);
    if (!allowed.ok) return allowed;
    const { positions, tripped } = state;
    return ok({
      next: { id: state.id, reason: reason.value },
      events: [
        {
          kind: 'executors.retired',
          subject: state.id,
          oldValue: state.left ? 'stopped' : 'silent',
          newValue: 'retired',
          reason: reason.value,
          details: {
            lastHeard: state.lastSeenAt.toISOString(),
            ...(positions.length > 0 ? { closed: positions } : {}),
            ...(tripped.length > 0 ? { tripped } : {}),
          },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'executors' }],
      answer: { changed: true },
    });
  },
  save: (tx, { id, reason }, _state, actor) => retire(tx, id, auditActor(actor).name, reason),
};
