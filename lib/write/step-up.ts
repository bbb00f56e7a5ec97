// Step-up: proving anew, for one command with one input, that it is still the person; a code or a passkey, each once.
import { z } from 'zod';
import type { Action } from '#lib/catalog/permissions.ts';
import { STEP_UP_LIMIT } from '#lib/catalog/session-policy.ts';
import type { SignatureProof } from '#lib/contract/signoff.ts';
import { stepUpContent } from '#lib/rules/access/passkey-challenge.ts';
import { totpCounter } from '#lib/rules/access/totp.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { type Failure, fail, ok, type Result } from '#lib/rules/result.ts';
import {
  attemptSubject,
  failedAttempts,
  lockSubject,
  recordFailedAttempt,
} from '#lib/store/access/attempts.ts';
import {
  consumeChallenge,
  countPasskey,
  passkeysOf,
  type StoredPasskey,
} from '#lib/store/access/passkeys.ts';
import { sealedTotpOf } from '#lib/store/access/people.ts';
import { open } from '#lib/store/access/secret-box.ts';
import { consumeTotp, proveSession } from '#lib/store/access/sessions.ts';
import { database, type Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { challengeFrom, issueChallenge } from './challenge.ts';
import { assertion, evidenceOf, requestOptions, verifyAssertion } from './passkey.ts';

export const stepUpProof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: z.string().max(20) }),
  z.strictObject({ kind: z.literal('passkey'), nonce: z.string().max(200), response: assertion }),
]);

export type StepUpProof = z.output<typeof stepUpProof>;

/** What is known of a proof before the transaction; what can be spent only once is spent inside it. */
export type StepUp =
  | { state: 'not asked' }
  | { state: 'missing'; failure: Failure }
  | { state: 'wrong'; failure: Failure }
  | { state: 'code'; sealedSecret: string; code: string; failure: Failure }
  | {
      state: 'signed';
      nonce: string;
      passkey: StoredPasskey;
      counter: number;
      evidence: SignatureProof;
      failure: Failure;
    };

export const NOT_ASKED: StepUp = { state: 'not asked' };

/** How the person proved it: its kind goes into the audit log, and what they sign may keep all of it. */
export type Proven = SignatureProof | null;

/**
 * The header `Bulkhead-Step-Up`: `totp 123456`, or `passkey` and base64url of `{"nonce","response"}` as JSON. Undefined
 * when there is none.
 */
export function proofFromHeader(header: string | null): Result<StepUpProof | undefined> {
  if (header === null) return ok(undefined);
  const wrong = fail(
    'invalid_input',
    'Bulkhead-Step-Up takes "totp" and a code, or "passkey" and its answer.',
  );
  const [, kind, text = ''] = /^(totp|passkey) +(\S{1,60000})$/.exec(header.trim()) ?? [];
  if (kind === undefined) return wrong;
  try {
    const value: object =
      kind === 'totp' ? { code: text } : JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const parsed = stepUpProof.safeParse({ ...value, kind });
    return parsed.success ? ok(parsed.data) : wrong;
  } catch {
    return wrong;
  }
}

/** Looks at the proof as far as that needs no transaction. A refusal says which ways there are, with a challenge. */
export async function prepareStepUp(
  actor: Actor,
  command: Action,
  inputHash: string,
  proof: StepUpProof | undefined,
): Promise<StepUp> {
  if (actor.kind !== 'person') return NOT_ASKED;
  const [sealedSecret, passkeys] = await Promise.all([
    sealedTotpOf(database(), actor.id),
    passkeysOf(database(), actor.id),
  ]);
  const what = { purpose: 'step-up', person: actor.id, content: stepUpContent(command, inputHash) } as const;
  const failure = async (message: string): Promise<Failure> => {
    const methods = [...(sealedSecret ? ['totp'] : []), ...(passkeys.length > 0 ? ['passkey'] : [])];
    if (passkeys.length === 0) return { code: 'step_up_required', message, details: { methods } };
    const { nonce, challenge } = issueChallenge(what, Date.now());
    const options = await requestOptions(challenge, passkeys);
    return { code: 'step_up_required', message, details: { methods, passkey: { nonce, options } } };
  };
  if (!proof) {
    return {
      state: 'missing',
      failure: await failure('Prove that it is you: this needs your second factor again.'),
    };
  }
  if (proof.kind === 'totp') {
    const wrong = await failure('That code is wrong or was used before. Wait for the next one.');
    return sealedSecret
      ? { state: 'code', sealedSecret, code: proof.code.trim(), failure: wrong }
      : { state: 'wrong', failure: wrong };
  }
  const wrong = await failure('That passkey did not answer this request in time. Try once more.');
  const passkey = passkeys.find((one) => one.credentialId === proof.response.id);
  const challenge = challengeFrom(proof.nonce, what, Date.now());
  const counter = passkey && challenge && (await verifyAssertion(proof.response, challenge, passkey));
  return passkey && typeof counter === 'number'
    ? {
        ...{ state: 'signed', nonce: proof.nonce, passkey, counter, failure: wrong },
        evidence: evidenceOf(proof.nonce, proof.response, passkey),
      }
    : { state: 'wrong', failure: wrong };
}

/**
 * Spends the proof inside the transaction. A wrong one is counted, and the caller commits that count; after too many
 * the next is `rate_limited`, right or wrong.
 */
export async function spendStepUp(tx: Tx, stepUp: StepUp, actor: Actor): Promise<Result<Proven>> {
  if (stepUp.state === 'not asked' || actor.kind !== 'person') return ok(null);
  if (stepUp.state === 'missing') return { ok: false, error: stepUp.failure };
  const subject = attemptSubject('step-up', actor.id);
  await lockSubject(tx, subject);
  const [failed = 0] = await failedAttempts(tx, [subject], STEP_UP_LIMIT.windowSeconds);
  if (failed >= STEP_UP_LIMIT.perPerson) {
    return fail('rate_limited', 'Too many wrong codes. Wait 15 minutes, then try again.', {
      retryAfterSeconds: STEP_UP_LIMIT.windowSeconds,
    });
  }
  const proven = await spend(tx, stepUp, actor.id);
  if (proven === null) {
    await recordFailedAttempt(tx, [subject]);
    return { ok: false, error: stepUp.failure };
  }
  if (actor.sessionId && actor.factor !== 'proven') await proveSession(tx, actor.sessionId);
  return ok(proven);
}

async function spend(
  tx: Tx,
  stepUp: Exclude<StepUp, { state: 'not asked' | 'missing' }>,
  personId: string,
): Promise<Proven> {
  switch (stepUp.state) {
    case 'wrong':
      return null;
    case 'code': {
      const counter = totpCounter(open('totp', stepUp.sealedSecret), stepUp.code, await databaseNow(tx));
      return counter !== null && (await consumeTotp(tx, personId, counter)) ? { kind: 'code' } : null;
    }
    case 'signed': {
      const fresh = await consumeChallenge(tx, stepUp.nonce);
      return fresh && (await countPasskey(tx, stepUp.passkey.id, stepUp.counter)) ? stepUp.evidence : null;
    }
  }
}
