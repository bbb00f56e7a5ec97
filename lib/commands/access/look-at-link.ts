// look-at-link: what a one-time link is for, so that its holder sees it before using it. Changes nothing; it is no GET
// because the link is a secret that no address may hold.
import { z } from 'zod';
import { linkText } from '#lib/commands/inputs.ts';
import type { LinkBody } from '#lib/contract/access.ts';
import { ok } from '#lib/rules/result.ts';
import { linkByHash, type StoredLink } from '#lib/store/access/one-time-links.ts';
import { tokenHash } from '#lib/store/access/sessions.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { openLink } from './open-link.ts';

const input = z.strictObject({ link: linkText });

export const lookAtLink: Command<z.output<typeof input>, void, StoredLink | undefined, never, LinkBody> = {
  name: 'look-at-link',
  input,
  body: 'LinkBody',
  remembered: false,
  load: async (tx, { link }) => ({
    state: await linkByHash(tx, tokenHash(link)),
    now: await databaseNow(tx),
  }),
  decide: (state, _input, _actor, { now }) => {
    const link = openLink(state, now);
    if (!link.ok) return link;
    const { kind, email, name, roles, expiresAt } = link.value;
    return ok({
      next: null,
      events: [],
      effects: [],
      answer: { kind, email, name, roles, expiresAt: expiresAt.toISOString() },
    });
  },
  save: async () => true,
};
