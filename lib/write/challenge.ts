// Challenges for passkeys: bound to what is proven, good once and for minutes, without a row until they are answered.
import { randomBytes } from 'node:crypto';
import { CHALLENGE_SECONDS } from '#lib/catalog/session-policy.ts';
import { challengeOf } from '#lib/rules/access/passkey-challenge.ts';
import { isMark, mark } from '#lib/store/access/secret-box.ts';

/**
 * What a challenge stands for. `person` is empty where nobody is known yet (sign-in). `content` is what is being
 * signed: for a step-up the command and the hash of its input.
 */
export interface ChallengeFor {
  purpose: 'sign-in' | 'enrol' | 'step-up';
  person: string;
  content: string;
}

/** At the sign-in form nobody is known yet. */
export const SIGN_IN: ChallengeFor = { purpose: 'sign-in', person: '', content: '' };

/** For a person's new passkey. */
export function enrolmentOf(personId: string): ChallengeFor {
  return { purpose: 'enrol', person: personId, content: personId };
}

export interface Challenge {
  /** Comes back with the answer; says when it ends and, under our mark, whom and what it is for. */
  nonce: string;
  /** base64url of sha256: what the authenticator signs. */
  challenge: string;
}

const MARK = 'challenge';

function statement({ purpose, person, content }: ChallengeFor, expires: string, random: string): string {
  return JSON.stringify([purpose, person, content, expires, random]);
}

/** A new challenge. `nowMs` since 1970. */
export function issueChallenge(what: ChallengeFor, nowMs: number): Challenge {
  const expires = Math.floor(nowMs + CHALLENGE_SECONDS * 1_000).toString(36);
  const random = randomBytes(16).toString('base64url');
  const nonce = `${expires}.${random}.${mark(MARK, statement(what, expires, random))}`;
  return { nonce, challenge: challengeOf(what.purpose, what.content, nonce) };
}

/** The challenge of a nonce, or undefined when it is past its time or was made for anything else. */
export function challengeFrom(nonce: string, what: ChallengeFor, nowMs: number): string | undefined {
  const parts = /^([0-9a-z]{1,12})\.([\w-]{22})\.([\w-]{43})$/.exec(nonce);
  const [, expires = '', random = '', claimed = ''] = parts ?? [];
  if (!parts || nowMs >= Number.parseInt(expires, 36)) return undefined;
  return isMark(MARK, statement(what, expires, random), claimed)
    ? challengeOf(what.purpose, what.content, nonce)
    : undefined;
}
