// What setting up one more second factor begins with: a secret for an authenticator app, a challenge for a passkey.
import { z } from 'zod';
import type { FactorOfferBody } from '#lib/contract/access.ts';
import type { Read } from '#lib/reads/read.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { passkeysOf } from '#lib/store/access/passkeys.ts';
import { enrolmentOf, issueChallenge } from '#lib/write/challenge.ts';
import { creationOptions } from '#lib/write/passkey.ts';
import { offerTotp } from '#lib/write/totp-offer.ts';

const input = z.strictObject({});

export const readFactorOffer: Read<z.output<typeof input>, FactorOfferBody> = {
  action: 'read-factor-offer',
  body: 'FactorOfferBody',
  input,
  run: async (tx, _query, actor) => {
    if (actor.kind !== 'person' || actor.via !== 'session') {
      return fail('forbidden', 'Second factors are set up in the console, not with a token.');
    }
    const { nonce, challenge } = issueChallenge(enrolmentOf(actor.id), Date.now());
    const options = await creationOptions(challenge, actor, await passkeysOf(tx, actor.id));
    return ok({ totp: offerTotp(actor, Date.now()), passkey: { nonce, options: { ...options } } });
  },
};
