// isolate-instance: a person takes a silent or faulty instance out of the count of those that must apply changes.
import { z } from 'zod';
import { anyReason, instanceId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { isolate, lockInstance, type StoredInstance } from '#lib/store/venue/instances.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({ instance: instanceId, reason: anyReason });

type Next = { id: string; reason: string };

export const isolateInstance: Command<
  z.output<typeof input>,
  void,
  StoredInstance | undefined,
  Next,
  ChangedAnswer
> = {
  name: 'isolate-instance',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { instance }) => ({ state: await lockInstance(tx, instance), now: await databaseNow(tx) }),
  decide: (state, { reason: rawReason }) => {
    if (!state) return fail('not_found', 'There is no such instance.');
    const reason = parseReason(rawReason, false);
    if (!reason.ok) return reason;
    if (state.isolated) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { id: state.id, reason: reason.value },
      events: [
        {
          kind: 'instance.isolated',
          subject: state.id,
          oldValue: 'counted',
          newValue: 'isolated',
          reason: reason.value,
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_reports', payload: '1' }],
      answer: { changed: true },
    });
  },
  save: (tx, { id, reason }, _state, actor) => isolate(tx, id, auditActor(actor).name, reason),
};
