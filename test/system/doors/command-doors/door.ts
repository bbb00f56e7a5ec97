// What a door is in the table of commands, and the roles and outcomes that many of them share.
import type { Role } from '#lib/catalog/roles.ts';

export type Outcome = readonly [status: number, code?: string];

export interface Door {
  /** Right in form, and without effect for whoever may. */
  input: Record<string, unknown>;
  /** Roles that get past the door, as product.md names them; written out, not taken from the catalogue. */
  roles: readonly Role[];
  outcome: Outcome;
  /** Needs no sign-in. */
  anybody?: true;
}

export const RISK: readonly Role[] = ['risk_manager', 'super_admin'];
export const RESPONDERS: readonly Role[] = ['operations', 'engineer', 'risk_manager', 'super_admin'];
export const ALL: readonly Role[] = [
  'super_admin',
  'risk_manager',
  'operations',
  'engineer',
  'product_owner',
  'executive',
  'auditor',
];
export const ADMIN: readonly Role[] = ['super_admin'];
export const NOBODY: readonly Role[] = [];
export const reason = 'asked at every door of the console';
export const DONE: Outcome = [200];
/** Whoever may is asked for the second factor first. */
export const PROOF: Outcome = [403, 'step_up_required'];
