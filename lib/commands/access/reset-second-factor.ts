// reset-second-factor: after a lost phone another super admin takes away everything the person signs in with, and gives
// them a one-time link to set it up anew. A password alone never suffices in between.
import { z } from 'zod';
import { LINK_SECONDS } from '#lib/catalog/session-policy.ts';
import { anyReason, personId } from '#lib/commands/inputs.ts';
import type { ResetAnswer } from '#lib/contract/access.ts';
import { decideReset } from '#lib/rules/access/people.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { issueLink, type NewLink } from '#lib/store/access/one-time-links.ts';
import { clearSignIn, type StoredPerson } from '#lib/store/access/people.ts';
import { revokeSessionsOf, revokeTokensOf } from '#lib/store/access/sessions.ts';
import type { Tx } from '#lib/store/client.ts';
import type { Command } from '#lib/write/command.ts';
import { makeLinkToken } from './link-token.ts';
import { loadPerson, type PersonState, sessionsMoved } from './person-state.ts';

const input = z.strictObject({ person: personId, reason: anyReason });

type Token = ReturnType<typeof makeLinkToken>;

interface Next {
  person: StoredPerson;
  /** Null for people of the identity provider: they sign in there. */
  link: NewLink | null;
}

/** The answer is null where no link is needed. */
export const resetSecondFactor: Command<
  z.output<typeof input>,
  Token,
  PersonState & { token: Token },
  Next,
  ResetAnswer
> = {
  name: 'reset-second-factor',
  input,
  body: 'ResetAnswer',
  remembered: false,
  prepare: async () => makeLinkToken(),
  load: async (tx, { person }, _actor, token) => {
    const { state, now } = await loadPerson(tx, person);
    return { state: { ...state, token }, now };
  },
  decide: ({ person, token }, { reason: rawReason }, actor, { now, id }) => {
    if (!person) return fail('not_found', 'There is no such person.');
    const reason = parseReason(rawReason, false);
    if (!reason.ok) return reason;
    const allowed = decideReset(actor, person);
    if (!allowed.ok) return allowed;
    if (actor.kind !== 'person') return fail('forbidden', 'A person resets a second factor.');
    const expiresAt = new Date(now.getTime() + LINK_SECONDS.reset * 1_000);
    const { email, name, roles } = person;
    const link: NewLink = {
      ...{ id, kind: 'reset', email, name, roles, linkHash: token.hash },
      ...{ personId: person.id, issuedBy: actor.id, expiresAt },
    };
    return ok({
      next: { person, link: person.external ? null : link },
      events: [
        {
          kind: 'person.second_factor_reset',
          subject: email,
          reason: reason.value,
          details: { personId: person.id, ...(person.external ? {} : { linkId: id }) },
        },
      ],
      effects: [sessionsMoved(person.id)],
      answer: person.external ? null : { linkId: id, link: token.link, expiresAt: expiresAt.toISOString() },
    });
  },
  save: async (tx: Tx, { person, link }) => {
    await revokeSessionsOf(tx, person.id, null);
    await revokeTokensOf(tx, person.id);
    return (await clearSignIn(tx, person)) && (link === null || (await issueLink(tx, link)));
  },
};
