// What each role may do in a sentence, and what a combination of roles lets one person do alone. Pure.
import { ROLE_NAMES, ROLES, type Role } from '#lib/catalog/roles.ts';

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

const ACTING: readonly Role[] = ['super_admin', 'risk_manager', 'operations', 'engineer'];
const SIGNING: readonly Role[] = ['engineer', 'risk_manager', 'product_owner', 'executive'];

function labels(roles: readonly Role[]): string {
  return roles.map((role) => ROLES[role].label.toLowerCase()).join(' and ');
}

/** Sentences on roles that together let one person act and approve; none for most. It warns, it forbids nothing. */
export function combinationWarnings(roles: readonly string[]): string[] {
  const held = ROLE_NAMES.filter((role) => roles.includes(role));
  const acting = ACTING.filter((role) => held.includes(role));
  const signing = SIGNING.filter((role) => held.includes(role));
  const warnings: string[] = [];
  if (held.includes('super_admin') && held.includes('risk_manager'))
    warnings.push(
      'As super admin and risk manager they could ask for a change in one role and approve in the other.',
    );
  if (held.includes('super_admin') && held.includes('operations'))
    warnings.push('As super admin and operations they could give both approvals of a withdrawal.');
  if (signing.length > 1) warnings.push(`As ${labels(signing)} they could sign several lines of one form.`);
  if (held.includes('auditor') && acting.length > 0)
    warnings.push(`As ${labels(acting)} and auditor they would review what they do themselves.`);
  return warnings;
}

/** A role as a sentence begins with it; an unknown one keeps its name. */
export function roleLabel(role: string): string {
  return Object.hasOwn(ROLES, role) ? ROLES[role as Role].label : role;
}
