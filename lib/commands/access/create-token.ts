// create-token: a personal token for the command line and scripts; acts as its owner, has an end, is shown once.
import { z } from 'zod';
import { PERSONAL_TOKEN } from '#lib/catalog/credentials.ts';
import { lifetimeDays, shownName } from '#lib/commands/inputs.ts';
import type { TokenMadeAnswer } from '#lib/contract/access.ts';
import { decideTokenCount, endAfter, prefixOf } from '#lib/rules/access/credential.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { tokenHash } from '#lib/store/access/sessions.ts';
import { liveTokensOf, type NewToken, storeToken } from '#lib/store/access/tokens.ts';
import type { Command } from '#lib/write/command.ts';
import { makeCredential } from '#lib/write/credential.ts';
import { loadOwn, type OwnState, oneself } from './own-account.ts';

const input = z.strictObject({
  name: shownName('the token'),
  expiresInDays: lifetimeDays(PERSONAL_TOKEN.mostExpiryDays).default(PERSONAL_TOKEN.usualExpiryDays),
});

interface State extends OwnState {
  live: number;
  token: string;
}

export const createToken: Command<z.output<typeof input>, string, State, NewToken, TokenMadeAnswer> = {
  name: 'create-token',
  input,
  body: 'TokenMadeAnswer',
  remembered: false,
  prepare: async () => makeCredential('token'),
  load: async (tx, _input, actor, token) => {
    const { state, now } = await loadOwn(tx, actor);
    const live = state.person ? await liveTokensOf(tx, state.person.id) : 0;
    return { state: { ...state, live, token }, now };
  },
  decide: (state, { name, expiresInDays }, actor, { now, id }) => {
    const self = oneself(state, actor);
    if (!self.ok) return self;
    if (self.value.actor.via !== 'session') {
      return fail('forbidden', 'A token makes no tokens: whoever found it could keep its access for ever.');
    }
    const room = decideTokenCount(state.live);
    if (!room.ok) return room;
    const { person } = self.value;
    const prefix = prefixOf(state.token);
    const expiresAt = endAfter(expiresInDays, now);
    return ok({
      next: { id, personId: person.id, name, prefix, hash: tokenHash(state.token), expiresAt },
      events: [
        {
          kind: 'token.created',
          subject: person.email,
          newValue: name,
          details: { tokenId: id, prefix, personId: person.id, expiresAt: expiresAt.toISOString() },
        },
      ],
      effects: [],
      answer: { tokenId: id, token: state.token, prefix, expiresAt: expiresAt.toISOString() },
    });
  },
  save: async (tx, token) => {
    await storeToken(tx, token);
    return true;
  },
};
