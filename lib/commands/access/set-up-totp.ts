// set-up-totp: an authenticator app becomes a second factor once its first code is right; it replaces the one before.
import { z } from 'zod';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { totpCounter } from '#lib/rules/access/totp.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type StoredPerson, setTotp } from '#lib/store/access/people.ts';
import { seal } from '#lib/store/access/secret-box.ts';
import { consumeTotp, proveSession } from '#lib/store/access/sessions.ts';
import type { Command } from '#lib/write/command.ts';
import { secretOfOffer } from '#lib/write/totp-offer.ts';
import { atScreen, loadOwn, type OwnState } from './own-account.ts';

const input = z.strictObject({
  offer: z.string().max(2_000, 'Begin again: that is no offer of this console.'),
  code: z.string({ error: 'Type the six digits.' }).trim().max(20, 'The code has six digits.'),
});

interface Next {
  person: StoredPerson;
  secret: string;
  counter: number;
}

export const setUpTotp: Command<z.output<typeof input>, void, OwnState, Next, ChangedAnswer> = {
  name: 'set-up-totp',
  input,
  body: 'ChangedAnswer',
  remembered: false,
  load: (tx, _input, actor) => loadOwn(tx, actor),
  decide: (state, { offer, code }, actor, { now }) => {
    const self = atScreen(state, actor);
    if (!self.ok) return self;
    const { person } = self.value;
    const secret = secretOfOffer(offer, person.id, now.getTime());
    if (secret === undefined)
      return fail('invalid_value', 'This took too long. Begin again with a new secret.');
    const counter = totpCounter(secret, code, now);
    if (counter === null) {
      return fail(
        'invalid_value',
        'That code does not fit this secret. Check the clock of your phone, and type the next code.',
      );
    }
    return ok({
      next: { person, secret, counter },
      events: [
        {
          kind: person.totpSecret ? 'factor.replaced' : 'factor.added',
          subject: person.email,
          newValue: 'authenticator app',
          details: { personId: person.id },
        },
      ],
      effects: [],
      answer: { changed: true },
    });
  },
  save: async (tx, { person, secret, counter }, _state, actor) => {
    if (actor.kind === 'person' && actor.sessionId) await proveSession(tx, actor.sessionId);
    return (await setTotp(tx, person, seal('totp', secret))) && (await consumeTotp(tx, person.id, counter));
  },
};
