// Which people and credentials an auditor should look at; says what is so, and forbids nothing.
import { DUTIES, type Duty, UNUSED_DAYS } from '#lib/catalog/duties.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type { CredentialFlaw } from '#lib/contract/review.ts';

export interface Finding {
  duty: string;
  roles: readonly Role[];
}

function heldOf(duty: Duty, roles: readonly Role[]): Role[] {
  const held = duty.roles.filter((role) => roles.includes(role));
  if (held.length < duty.least) return [];
  if (!duty.and) return held;
  return roles.includes(duty.and) ? [...held, duty.and] : [];
}

/** The combinations that a person with these effective roles holds. */
export function dutyFindings(roles: readonly Role[]): Finding[] {
  return DUTIES.map((duty) => ({ duty: duty.key, roles: heldOf(duty, roles) })).filter(
    (one) => one.roles.length > 0,
  );
}

/** A key or token as it is stored. Machine keys have an owner; a personal token belongs to its person. */
export interface StoredCredential {
  ownerId: string | null;
  ownerDisabled: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const DAY_MS = 86_400_000;

/** Nobody can use it any more. */
export function isOver({ revokedAt, expiresAt }: StoredCredential, now: Date): boolean {
  return revokedAt !== null || (expiresAt !== null && expiresAt <= now);
}

/** What is wrong with a credential that still lives; nothing with one that does not. */
export function credentialFlaws(credential: StoredCredential, now: Date): CredentialFlaw[] {
  if (isOver(credential, now)) return [];
  const { ownerId, ownerDisabled, createdAt, expiresAt, lastUsedAt } = credential;
  const seen = lastUsedAt ?? createdAt;
  return [
    ...(ownerId === null ? (['no_owner'] as const) : []),
    ...(ownerDisabled ? (['owner_disabled'] as const) : []),
    ...(expiresAt === null ? (['no_expiry'] as const) : []),
    ...(now.getTime() - seen.getTime() >= UNUSED_DAYS * DAY_MS ? (['unused'] as const) : []),
  ];
}
