// Combinations of roles that an auditor asks about: what they would allow together, and what Bulkhead still prevents.
import type { Role } from './roles.ts';

export interface Duty {
  key: string;
  title: string;
  /** Who holds at least `least` of these... */
  roles: readonly Role[];
  least: number;
  /** ...and this one, where one is named. */
  and?: Role;
  /** Completes "Together they let one person ...". */
  allows: string;
  /** A sentence. Bulkhead compares people, never roles. */
  prevents: string;
}

export const DUTIES: readonly Duty[] = [
  {
    key: 'request-and-approve',
    title: 'Asks and approves',
    roles: ['risk_manager', 'super_admin'],
    least: 2,
    allows: 'ask for a raising change in one role and approve such changes in the other.',
    prevents: 'Whoever asked for a change does not approve it, in whatever role.',
  },
  {
    key: 'signs-several-lines',
    title: 'Signs several lines',
    roles: ['engineer', 'risk_manager', 'product_owner', 'executive'],
    least: 2,
    allows: 'sign more than one line of a go / no-go form.',
    prevents: 'A form takes one line of each person.',
  },
  {
    key: 'both-withdrawal-approvals',
    title: 'Both approvals of a withdrawal',
    roles: ['operations', 'super_admin'],
    least: 2,
    allows: 'give the first approval of a large withdrawal and the one that takes a super admin.',
    prevents: 'Two approvals of one withdrawal come from two people.',
  },
  {
    key: 'reviews-own-acts',
    title: 'Reviews what they do',
    roles: ['super_admin', 'risk_manager', 'operations', 'engineer'],
    least: 1,
    and: 'auditor',
    allows: 'act and then audit the same acts.',
    prevents: 'Nobody changes the log: what they did stays on record for every other auditor.',
  },
];

/** A key or token that nobody used for this long is a door that nobody watches. */
export const UNUSED_DAYS = 90;
