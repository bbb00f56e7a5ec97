// sign-in-with-passkey: a passkey that its owner unlocked is both factors in one; nothing has to be typed.
import { z } from 'zod';
import { place } from '#lib/commands/inputs.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { consumeChallenge, countPasskey, passkeyByCredential } from '#lib/store/access/passkeys.ts';
import { lockPerson, personById, type StoredPerson } from '#lib/store/access/people.ts';
import { type NewSession, openSession } from '#lib/store/access/sessions.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { challengeFrom, SIGN_IN } from '#lib/write/challenge.ts';
import type { Command } from '#lib/write/command.ts';
import { assertion, verifyAssertion } from '#lib/write/passkey.ts';
import { admitted, newSession, type SignInAnswer, sessionOpened } from './opened-session.ts';

const input = z.strictObject({ nonce: z.string().max(200), response: assertion, ...place });

type Input = z.output<typeof input>;

interface Signed {
  passkeyId: string;
  counter: number;
  person: StoredPerson;
}

interface Next extends Omit<Signed, 'person'> {
  nonce: string;
  session: NewSession;
}

export const signInWithPasskey: Command<Input, Signed | undefined, Signed | undefined, Next, SignInAnswer> = {
  name: 'sign-in-with-passkey',
  input,
  body: null,
  remembered: false,
  prepare: async ({ nonce, response }) => {
    const challenge = challengeFrom(nonce, SIGN_IN, Date.now());
    const passkey = challenge && (await passkeyByCredential(database(), response.id));
    if (!passkey || !challenge) return undefined;
    const counter = await verifyAssertion(response, challenge, passkey);
    const person = await personById(database(), passkey.personId);
    return counter === undefined || !person ? undefined : { passkeyId: passkey.id, counter, person };
  },
  load: async (tx, _input, _actor, signed) => {
    // Whoever is being disabled or reset at this moment is looked at again, behind that change.
    const person = signed && (await lockPerson(tx, signed.person.id));
    return { state: person && signed ? { ...signed, person } : undefined, now: await databaseNow(tx) };
  },
  decide: (signed, typed, _actor, { id }) => {
    if (!signed || signed.person.disabled) {
      return fail(
        'unauthenticated',
        'This passkey does not open this console, or it took too long. Try again.',
      );
    }
    const { person, passkeyId, counter } = signed;
    if (person.external) {
      // Whoever is locked out at the provider must be locked out here too: the passkey is the second factor only.
      return fail(
        'unauthenticated',
        'You sign in through your identity provider; the passkey is asked for afterwards.',
      );
    }
    return ok({
      next: {
        passkeyId,
        counter,
        nonce: typed.nonce,
        session: newSession(id, person.id, 'passkey', true, typed),
      },
      events: [sessionOpened(person, 'passkey', typed.address)],
      effects: [],
      by: { kind: 'person', id: person.id, name: person.name },
      answer: admitted(person, id, typed.browser),
    });
  },
  save: async (tx, { nonce, passkeyId, counter, session }) => {
    if (!(await consumeChallenge(tx, nonce)) || !(await countPasskey(tx, passkeyId, counter))) return false;
    await openSession(tx, session);
    return true;
  },
};
