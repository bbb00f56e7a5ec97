// revoke-token: a personal token stops working at once; people revoke their own, a super admin anybody's.
import { z } from 'zod';
import { anyReason, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { credentialState, decideTokenRevoking } from '#lib/rules/access/credential.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { personById } from '#lib/store/access/people.ts';
import { lockToken, revokeToken as revoke, type StoredToken } from '#lib/store/access/tokens.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { sessionsMoved } from './person-state.ts';

const input = z.strictObject({
  token: uuid,
  /** Needed for a token of somebody else; the reason rule looks at it. */
  reason: anyReason.optional(),
});

interface State {
  token: StoredToken | undefined;
  email: string;
}

export const revokeToken: Command<z.output<typeof input>, void, State, string, ChangedAnswer> = {
  name: 'revoke-token',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { token: id }) => {
    const token = await lockToken(tx, id);
    const owner = token && (await personById(tx, token.personId));
    return { state: { token, email: owner?.email ?? '' }, now: await databaseNow(tx) };
  },
  decide: ({ token, email }, { reason: given }, actor, { now }) => {
    const allowed = decideTokenRevoking(actor, token);
    if (!allowed.ok) return allowed;
    if (!token || credentialState(token, now) !== 'live') {
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    }
    // Whose token it is needs none; whoever takes it from somebody else says why.
    const own = actor.kind === 'person' && actor.id === token.personId;
    const reason = own && given === undefined ? ok(undefined) : parseReason(given, false);
    if (!reason.ok) return reason;
    return ok({
      next: token.id,
      events: [
        {
          kind: 'token.revoked',
          subject: email,
          oldValue: token.name,
          ...(reason.value === undefined ? {} : { reason: reason.value }),
          details: { tokenId: token.id, prefix: token.prefix, personId: token.personId },
        },
      ],
      effects: [sessionsMoved(token.personId)],
      answer: { changed: true },
    });
  },
  save: revoke,
};
