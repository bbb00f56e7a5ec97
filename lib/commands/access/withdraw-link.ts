// withdraw-link: a one-time link that went astray, or is not wanted any more, stops working.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { lockLink, type StoredLink, withdrawLink as withdraw } from '#lib/store/access/one-time-links.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({ link: uuid });

export const withdrawLink: Command<
  z.output<typeof input>,
  void,
  StoredLink | undefined,
  string,
  ChangedAnswer
> = {
  name: 'withdraw-link',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { link }) => ({ state: await lockLink(tx, link), now: await databaseNow(tx) }),
  decide: (link, _input, _actor, { now }) => {
    if (!link) return fail('not_found', 'There is no such link.');
    if (link.usedAt) return fail('conflict', 'This link was used already. Disable the person instead.');
    if (link.withdrawnAt || link.expiresAt <= now) {
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    }
    return ok({
      next: link.id,
      events: [{ kind: 'link.withdrawn', subject: link.email ?? link.id, details: { linkId: link.id } }],
      effects: [],
      answer: { changed: true },
    });
  },
  save: withdraw,
};
