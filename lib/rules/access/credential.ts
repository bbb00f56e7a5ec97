// Rules of keys and tokens: when they end, who may have and revoke them, what a rotation leaves; pure.
import { MACHINE_KEY, PERSONAL_TOKEN, PREFIX_LENGTH } from '#lib/catalog/credentials.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { may } from '#lib/rules/may.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const HOUR_MS = 60 * 60 * 1_000;

/** What is stored and shown of a secret. */
export function prefixOf(secret: string): string {
  return secret.slice(0, PREFIX_LENGTH);
}

export interface Lifetime {
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

export type CredentialState = 'live' | 'expired' | 'revoked';

export function credentialState({ expiresAt, revokedAt }: Lifetime, now: Date): CredentialState {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt <= now ? 'expired' : 'live';
}

/** The moment whole days from now. */
export function endAfter(days: number, now: Date): Date {
  return new Date(now.getTime() + days * DAY_MS);
}

/** Whoever answers for a key has to be there. */
export interface Owner {
  name: string;
  disabled: boolean;
}

/** Whether this person can answer for one more key. `live` are theirs now; a rotated one is not counted twice. */
export function decideOwner<O extends Owner>(owner: O | undefined, live: number): Result<O> {
  if (!owner) return fail('not_found', 'There is no such person to own the key.');
  if (owner.disabled) {
    return fail('rule_violated', `${owner.name} is disabled: choose an owner who can answer for the key.`);
  }
  if (live >= MACHINE_KEY.mostOfOwner) {
    return fail(
      'rule_violated',
      `${owner.name} owns ${live} keys that work, the most there may be: revoke those nobody uses.`,
      { live, most: MACHINE_KEY.mostOfOwner },
    );
  }
  return ok(owner);
}

export interface RotatedKey extends Lifetime {
  name: string;
  owner: Owner | null;
  /** Another key has taken its place already. */
  replaced: boolean;
}

export interface Rotation {
  /** The new key lasts as long as the old one was to last, counted from now. */
  expiresAt: Date | null;
  /** The end of the old one: never later than it was. */
  oldEndsAt: Date;
}

export function decideRotation(key: RotatedKey, overlapHours: number, now: Date): Result<Rotation> {
  const state = credentialState(key, now);
  if (state !== 'live') {
    return fail(
      'conflict',
      state === 'revoked'
        ? `${key.name} was revoked: create a new key instead.`
        : `${key.name} has expired: create a new key instead.`,
    );
  }
  if (key.replaced) {
    return fail('conflict', `${key.name} was rotated already: rotate the key that took its place.`);
  }
  if (key.owner?.disabled) {
    return fail(
      'rule_violated',
      `${key.owner.name}, who owns this key, is disabled: create a key for somebody who can answer for it, then revoke this one.`,
    );
  }
  const overlapEnds = new Date(now.getTime() + overlapHours * HOUR_MS);
  const { createdAt, expiresAt } = key;
  return ok({
    expiresAt: expiresAt && new Date(now.getTime() + (expiresAt.getTime() - createdAt.getTime())),
    oldEndsAt: expiresAt && expiresAt < overlapEnds ? expiresAt : overlapEnds,
  });
}

/** Whether a person with `live` tokens can have one more. */
export function decideTokenCount(live: number): Result<true> {
  if (live < PERSONAL_TOKEN.mostOfOwner) return ok(true);
  return fail(
    'rule_violated',
    `You have ${live} tokens that work, the most there may be: revoke those you do not use.`,
    { live, most: PERSONAL_TOKEN.mostOfOwner },
  );
}

/**
 * Whether the actor may revoke this person's token: their own always, and anybody's when they may revoke keys. To
 * everybody else it is not there.
 */
export function decideTokenRevoking(actor: Actor, token: { personId: string } | undefined): Result<true> {
  const own = actor.kind === 'person' && actor.id === token?.personId;
  if (token && (own || may(actor, 'revoke-key').ok)) return ok(true);
  return fail('not_found', 'There is no such token of yours.');
}
