// What the sign-in form asks a passkey to sign. It names nobody and leaves no row.
import { z } from 'zod';
import type { PasskeyChallengeBody } from '#lib/contract/access.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { issueChallenge, SIGN_IN } from '#lib/write/challenge.ts';
import { requestOptions } from '#lib/write/passkey.ts';

const input = z.strictObject({});

export const readPasskeyChallenge: Read<z.output<typeof input>, PasskeyChallengeBody> = {
  action: 'read-passkey-challenge',
  body: 'PasskeyChallengeBody',
  input,
  run: async () => {
    const { nonce, challenge } = issueChallenge(SIGN_IN, Date.now());
    return ok({ nonce, options: { ...(await requestOptions(challenge, [])) } });
  },
};
