// What each role may do in a sentence, and what a combination of roles lets one person do alone. Pure.
import { DUTIES } from '#lib/catalog/duties.ts';
import { ROLE_NAMES, ROLES, type Role } from '#lib/catalog/roles.ts';
import { dutyFindings } from '#lib/rules/access/duty-review.ts';

/** Product.md section 1 in the words of whoever gives the role. */
export const ROLE_MAY = {
  super_admin: 'All a risk manager may, the switches kept for super admins, people and keys.',
  risk_manager: 'Changes and rolls back switches, isolates instances.',
  operations: 'Reads everything, works on withdrawals and alerts.',
  engineer: 'Reads everything, signs the technical line of a release.',
  product_owner: 'Reads everything, signs the business line of a release.',
  executive: 'Reads everything, gives the final go or no-go.',
  auditor: 'Reads everything, people and keys too. Changes nothing.',
} as const satisfies Record<Role, string>;

/** What each combination of the catalogue's duties would allow, and what is prevented all the same. It forbids nothing. */
export function combinationWarnings(roles: readonly string[]): string[] {
  const held = ROLE_NAMES.filter((role) => roles.includes(role));
  return dutyFindings(held).map((finding) => {
    const as = finding.roles.map((role) => ROLES[role].label.toLowerCase()).join(' and ');
    const duty = DUTIES.find(({ key }) => key === finding.duty);
    return `As ${as} they could ${duty?.allows ?? ''} ${duty?.prevents ?? ''}`;
  });
}

/** A role as a sentence begins with it; an unknown one keeps its name. */
export function roleLabel(role: string): string {
  return Object.hasOwn(ROLES, role) ? ROLES[role as Role].label : role;
}
