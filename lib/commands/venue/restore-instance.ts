// restore-instance: an isolated instance counts again among those that must apply changes.
import { z } from 'zod';
import { anyReason, instanceId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { lockInstance, restore, type StoredInstance } from '#lib/store/venue/instances.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({ instance: instanceId, reason: anyReason });

export const restoreInstance: Command<
  z.output<typeof input>,
  void,
  StoredInstance | undefined,
  { id: string },
  ChangedAnswer
> = {
  name: 'restore-instance',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { instance }) => ({ state: await lockInstance(tx, instance), now: await databaseNow(tx) }),
  decide: (state, { reason: rawReason }) => {
    if (!state) return fail('not_found', 'There is no such instance.');
    const reason = parseReason(rawReason, false);
    if (!reason.ok) return reason;
    if (!state.isolated) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { id: state.id },
      events: [
        {
          kind: 'instance.restored',
          subject: state.id,
          oldValue: 'isolated',
          newValue: 'counted',
          reason: reason.value,
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_reports', payload: '1' }],
      answer: { changed: true },
    });
  },
  save: (tx, { id }) => restore(tx, id),
};
