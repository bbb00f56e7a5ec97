// send-again: a notification that failed for good waits to be sent once more; whoever asked for it stands in the audit log.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { heldFromSending } from '#lib/rules/alerts/send-again.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { lockNotice, type StoredNotice, sendAgainNow } from '#lib/store/alerts/outbox-again.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { ON_CALL_NOTICE } from './on-call-inputs.ts';

const input = z.strictObject({ notificationId: uuid });

interface Next {
  id: string;
  by: string;
  at: Date;
}

export const sendAgain: Command<
  z.output<typeof input>,
  void,
  StoredNotice | undefined,
  Next,
  ChangedAnswer
> = {
  name: 'send-again',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { notificationId }) => ({
    state: await lockNotice(tx, notificationId),
    now: await databaseNow(tx),
  }),
  decide: (found, _asked, actor, { now }) => {
    if (!found)
      return fail('not_found', 'There is no such notification: those of long ago are cleared away.');
    if (found.state === 'waiting')
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    if (found.state === 'delivered')
      return fail('conflict', 'It was delivered: there is nothing to send again.');
    const held = heldFromSending(found);
    if (held !== null) return fail('conflict', held);
    return ok({
      next: { id: found.id, by: personOf(actor).id, at: now },
      events: [
        {
          ...{ kind: 'notification.sent_again', subject: found.channelName, oldValue: found.problem },
          details: {
            ...{ notificationId: found.id, channelId: found.channelId },
            ...{ tells: found.kind, attempts: found.attempts },
          },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: (tx, { id, by, at }) => sendAgainNow(tx, id, by, at),
};
