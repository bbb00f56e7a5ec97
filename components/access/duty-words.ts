// What the review of duties says: roles by their labels, what is wrong with a credential. Pure.
import { UNUSED_DAYS } from '#lib/catalog/duties.ts';
import { ROLES, type Role } from '#lib/catalog/roles.ts';
import type { CredentialFlaw, ReviewedPerson } from '#lib/contract/review.ts';

export function roleLabel(role: string): string {
  return Object.hasOwn(ROLES, role) ? ROLES[role as Role].label : role;
}

/** `Engineer, Risk manager (by this environment)`. */
export function roleList({ roles, added }: Pick<ReviewedPerson, 'roles' | 'added'>): string {
  const all = [...roles.map(roleLabel), ...added.map((role) => `${roleLabel(role)} (by this environment)`)];
  return all.join(', ') || 'No role';
}

export const FLAWS: Readonly<Record<CredentialFlaw, string>> = {
  owner_disabled: 'its owner is disabled',
  no_owner: 'it has no owner',
  no_expiry: 'it never expires',
  unused: `unused for ${UNUSED_DAYS} days`,
};
