// The roles people hold (product.md section 1) and how they are written on screen.

export const ROLES = {
  super_admin: { label: 'Super admin', short: 'SA' },
  risk_manager: { label: 'Risk manager', short: 'RM' },
  operations: { label: 'Operations', short: 'OP', team: true },
  engineer: { label: 'Engineer', short: 'EN' },
  product_owner: { label: 'Product owner', short: 'PO' },
  executive: { label: 'Executive', short: 'EX' },
  auditor: { label: 'Auditor', short: 'AU' },
} as const satisfies Record<string, { label: string; short: string; team?: true }>;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];

/** `an auditor or super admin`, `operations, an engineer or risk manager`: the first that is not a team has the article. */
export function someone(roles: readonly Role[]): string {
  const person = roles.find((role) => !('team' in ROLES[role]));
  const names = roles.map((role) => {
    const name = ROLES[role].label.toLowerCase();
    return role === person ? `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}` : name;
  });
  const before = names.slice(0, -1).join(', ');
  return before === '' ? names.join('') : `${before} or ${names.at(-1)}`;
}

/** Their first write waits for a second factor (product.md section 1). */
export const SECOND_FACTOR_ROLES: readonly Role[] = ['super_admin', 'risk_manager'];

/** Roles that a role also holds in an environment: in staging, engineers work as risk managers. */
export const STAGING_GRANTS: Partial<Record<Role, readonly Role[]>> = { engineer: ['risk_manager'] };
