// What browsers are asked for and what they answer: WebAuthn by @simplewebauthn, for the address of this console.
import type { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server';
import { z } from 'zod';
import { CHALLENGE_SECONDS, TOTP } from '#lib/catalog/session-policy.ts';
import type { SignatureProof } from '#lib/contract/signoff.ts';
import type { StoredPasskey } from '#lib/store/access/passkeys.ts';

type RequestOptions = Awaited<ReturnType<typeof generateAuthenticationOptions>>;
type CreationOptions = Awaited<ReturnType<typeof generateRegistrationOptions>>;

/** Loaded when somebody first has to do with a passkey: only the console ever does, and it takes 4 MB of heap. */
const webauthn = () => import('@simplewebauthn/server');

const base64url = z.string().regex(/^[\w-]{1,20000}$/, 'That is no answer of a passkey.');

const outcome = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.looseObject({}),
};

/** What navigator.credentials.get() answered, as JSON. */
export const assertion = z.strictObject({
  ...outcome,
  response: z.strictObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});

/** What navigator.credentials.create() answered, as JSON. */
export const attestation = z.strictObject({
  ...outcome,
  response: z.strictObject({
    clientDataJSON: base64url,
    attestationObject: base64url,
    authenticatorData: base64url.optional(),
    publicKey: base64url.optional(),
    publicKeyAlgorithm: z.int().optional(),
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});

export type Assertion = z.output<typeof assertion>;
export type Attestation = z.output<typeof attestation>;

/** The address people use decides; a forwarded host can be forged. */
function relyingParty(): { id: string; origin: string } {
  const { hostname, origin } = new URL(process.env.NEXTAUTH_URL ?? 'http://localhost:3000');
  return { id: hostname, origin };
}

/** `passkeys` are those that may answer; none named means any that the device knows for us. */
export async function requestOptions(
  challenge: string,
  passkeys: readonly StoredPasskey[],
): Promise<RequestOptions> {
  return (await webauthn()).generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge: Buffer.from(challenge, 'base64url'),
    timeout: CHALLENGE_SECONDS * 1_000,
    userVerification: 'required',
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
}

export async function creationOptions(
  challenge: string,
  person: { id: string; email: string; name: string },
  passkeys: readonly StoredPasskey[],
): Promise<CreationOptions> {
  return (await webauthn()).generateRegistrationOptions({
    rpName: TOTP.issuer,
    rpID: relyingParty().id,
    challenge: Buffer.from(challenge, 'base64url'),
    timeout: CHALLENGE_SECONDS * 1_000,
    userID: new TextEncoder().encode(person.id),
    userName: person.email,
    userDisplayName: person.name,
    attestationType: 'none',
    excludeCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** The passkey's new counter when it signed this challenge here with its owner present, else undefined. */
export async function verifyAssertion(
  response: Assertion,
  challenge: string,
  passkey: StoredPasskey,
): Promise<number | undefined> {
  const { id, origin } = relyingParty();
  const { verifyAuthenticationResponse } = await webauthn();
  // The library throws for whatever does not fit: to us all of it is a wrong answer.
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: passkey.publicKey,
      counter: passkey.counter,
    },
  }).catch(() => undefined);
  return verified?.verified ? verified.authenticationInfo.newCounter : undefined;
}

/** All that is needed to verify an answer again, elsewhere and later (what it was for says its challenge). */
export function evidenceOf(nonce: string, response: Assertion, passkey: StoredPasskey): SignatureProof {
  const { id, origin } = relyingParty();
  const { authenticatorData, clientDataJSON, signature } = response.response;
  return {
    ...{ kind: 'passkey', credentialId: passkey.credentialId, nonce, origin, rpId: id },
    publicKey: Buffer.from(passkey.publicKey).toString('base64url'),
    ...{ authenticatorData, clientDataJSON, signature },
  };
}

export interface MadePasskey {
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  backedUp: boolean;
}

/** The new passkey when it was made for this challenge, here, with its owner present; else undefined. */
export async function verifyAttestation(
  response: Attestation,
  challenge: string,
): Promise<MadePasskey | undefined> {
  const { id, origin } = relyingParty();
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!verified?.verified) return undefined;
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports ?? [],
    backedUp: credentialBackedUp,
  };
}
