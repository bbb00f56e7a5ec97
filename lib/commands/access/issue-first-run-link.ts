// issue-first-run-link: while an installation has no super admin, a one-time link makes its first one.
import { z } from 'zod';
import { LINK_SECONDS } from '#lib/catalog/session-policy.ts';
import type { IssuedLink } from '#lib/contract/access.ts';
import { ok } from '#lib/rules/result.ts';
import { issueLink, type NewLink } from '#lib/store/access/one-time-links.ts';
import { otherSuperAdmins } from '#lib/store/access/people.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { makeLinkToken } from './link-token.ts';

const input = z.strictObject({});

interface State {
  superAdmins: number;
  token: ReturnType<typeof makeLinkToken>;
}

/** Answers null where there is a super admin: people are invited then. */
export const issueFirstRunLink: Command<
  z.output<typeof input>,
  State['token'],
  State,
  NewLink,
  IssuedLink | null
> = {
  name: 'issue-first-run-link',
  input,
  body: null,
  remembered: false,
  prepare: async () => makeLinkToken(),
  load: async (tx, _input, _actor, token) => ({
    state: { superAdmins: await otherSuperAdmins(tx, null), token },
    now: await databaseNow(tx),
  }),
  decide: ({ superAdmins, token }, _input, _actor, { now, id }) => {
    if (superAdmins > 0) return ok({ next: null, events: [], effects: [], answer: null });
    const expiresAt = new Date(now.getTime() + LINK_SECONDS.first_run * 1_000);
    return ok({
      next: {
        ...{ id, kind: 'first_run', email: null, name: null, roles: ['super_admin'] },
        ...{ linkHash: token.hash, personId: null, issuedBy: null, expiresAt },
      },
      events: [{ kind: 'link.first_run_issued', subject: id, newValue: 'super admin' }],
      effects: [],
      answer: { linkId: id, link: token.link, expiresAt: expiresAt.toISOString() },
    });
  },
  save: issueLink,
};
