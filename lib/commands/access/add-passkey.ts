// add-passkey: a passkey of the device in hand becomes a second factor and a way to sign in.
import { z } from 'zod';
import { MOST_PASSKEYS } from '#lib/catalog/session-policy.ts';
import { shownName } from '#lib/commands/inputs.ts';
import type { AddedPasskeyAnswer } from '#lib/contract/access.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { consumeChallenge, type NewPasskey, storePasskey } from '#lib/store/access/passkeys.ts';
import { proveSession } from '#lib/store/access/sessions.ts';
import { challengeFrom, enrolmentOf } from '#lib/write/challenge.ts';
import type { Command } from '#lib/write/command.ts';
import { attestation, type MadePasskey, verifyAttestation } from '#lib/write/passkey.ts';
import { atScreen, loadOwn, type OwnState } from './own-account.ts';

const input = z.strictObject({
  name: shownName('the passkey'),
  nonce: z.string().max(200),
  response: attestation,
});

type Input = z.output<typeof input>;

interface Next {
  nonce: string;
  passkey: NewPasskey;
}

async function verified({ nonce, response }: Input, actor: Actor): Promise<MadePasskey | undefined> {
  if (actor.kind !== 'person') return undefined;
  const challenge = challengeFrom(nonce, enrolmentOf(actor.id), Date.now());
  return challenge === undefined ? undefined : verifyAttestation(response, challenge);
}

export const addPasskey: Command<
  Input,
  MadePasskey | undefined,
  OwnState & { made: MadePasskey | undefined },
  Next,
  AddedPasskeyAnswer
> = {
  name: 'add-passkey',
  input,
  body: 'AddedPasskeyAnswer',
  prepare: verified,
  load: async (tx, _input, actor, made) => {
    const { state, now } = await loadOwn(tx, actor);
    return { state: { ...state, made }, now };
  },
  decide: (state, { name, nonce }, actor, { id }) => {
    const self = atScreen(state, actor);
    if (!self.ok) return self;
    const { person, passkeys } = self.value;
    if (!state.made) {
      return fail('invalid_value', 'The device’s answer does not fit, or took too long. Begin again.');
    }
    if (passkeys.length >= MOST_PASSKEYS) {
      return fail('rule_violated', `You have ${MOST_PASSKEYS} passkeys. Remove one you do not use.`);
    }
    return ok({
      next: { nonce, passkey: { ...state.made, id, personId: person.id, name } },
      events: [
        {
          kind: 'factor.added',
          subject: person.email,
          newValue: 'passkey',
          details: { personId: person.id, passkeyId: id, name, backedUp: state.made.backedUp },
        },
      ],
      effects: [],
      answer: { passkeyId: id },
    });
  },
  save: async (tx, { nonce, passkey }, _state, actor) => {
    if (actor.kind === 'person' && actor.sessionId) await proveSession(tx, actor.sessionId);
    return (await consumeChallenge(tx, nonce)) && (await storePasskey(tx, passkey));
  },
};
