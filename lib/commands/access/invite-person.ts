// invite-person: a one-time link with which somebody new chooses a password and gets the roles named here.
import { z } from 'zod';
import type { Role } from '#lib/catalog/roles.ts';
import { LINK_SECONDS } from '#lib/catalog/session-policy.ts';
import { emailAddress, roleList, shownName } from '#lib/commands/inputs.ts';
import type { IssuedLink } from '#lib/contract/access.ts';
import { auditRoles } from '#lib/rules/access/people.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { issueLink, type NewLink } from '#lib/store/access/one-time-links.ts';
import { personByEmail, type StoredPerson } from '#lib/store/access/people.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { makeLinkToken } from './link-token.ts';

const input = z.strictObject({ email: emailAddress, name: shownName('the person'), roles: roleList });

type Input = z.output<typeof input>;
type Token = ReturnType<typeof makeLinkToken>;

interface State {
  existing: StoredPerson | undefined;
  token: Token;
}

export const invitePerson: Command<Input, Token, State, NewLink, IssuedLink> = {
  name: 'invite-person',
  input,
  body: 'IssuedLink',
  remembered: false,
  prepare: async () => makeLinkToken(),
  load: async (tx, { email }, _actor, token) => ({
    state: { existing: await personByEmail(tx, email), token },
    now: await databaseNow(tx),
  }),
  decide: ({ existing, token }, { email, name, roles }, actor, { now, id }) => {
    if (actor.kind !== 'person') return fail('forbidden', 'A person invites people.');
    if (existing) {
      return fail('conflict', `${email} has an account already. Change its roles, or enable it again.`);
    }
    const expiresAt = new Date(now.getTime() + LINK_SECONDS.invitation * 1_000);
    return ok({
      next: {
        ...{ id, kind: 'invitation', email, name, roles: roles as readonly Role[] },
        ...{ linkHash: token.hash, personId: null, issuedBy: actor.id, expiresAt },
      },
      events: [
        {
          kind: 'person.invited',
          subject: email,
          newValue: auditRoles(roles),
          details: { linkId: id, name },
        },
      ],
      effects: [],
      answer: { linkId: id, link: token.link, expiresAt: expiresAt.toISOString() },
    });
  },
  save: issueLink,
};
