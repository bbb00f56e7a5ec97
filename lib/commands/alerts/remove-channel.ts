// remove-channel: nothing is sent there any more; what waits for it is given up, visibly.
import { z } from 'zod';
import { CHANNEL_KINDS } from '#lib/catalog/on-call.ts';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { endChannel, lockChannels, type StoredChannel } from '#lib/store/alerts/channels.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { expectedVersion, ON_CALL_NOTICE } from './on-call-inputs.ts';

const input = z.strictObject({ id: uuid, version: expectedVersion });

interface Next {
  channel: StoredChannel;
  by: string;
  at: Date;
}

export const removeChannel: Command<
  z.output<typeof input>,
  void,
  StoredChannel | undefined,
  Next,
  ChangedAnswer
> = {
  name: 'remove-channel',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { id }) => ({
    state: (await lockChannels(tx)).find((one) => one.id === id),
    now: await databaseNow(tx),
  }),
  decide: (found, { version }, actor, { now }) => {
    if (!found) return fail('not_found', 'There is no such channel: somebody removed it.');
    if (found.version !== version)
      return fail('conflict', 'Somebody changed this channel meanwhile. Look again.');
    return ok({
      next: { channel: found, by: personOf(actor).id, at: now },
      events: [
        {
          ...{ kind: 'channel.removed', subject: found.name, details: { channelId: found.id } },
          oldValue: `${CHANNEL_KINDS[found.kind].label}, ${found.shown}, from step ${found.fromStep}`,
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, { channel, by, at }) => endChannel(tx, channel, by, at),
};
