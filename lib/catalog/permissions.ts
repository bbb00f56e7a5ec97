// Every command and every read: the sentence for it, the roles and key scopes that may do it. Read by server and screen.
import { ROLE_NAMES, type Role } from './roles.ts';

export interface Permission {
  kind: 'command' | 'read';
  /** Completes "You may not ...". */
  sentence: string;
  roles: readonly Role[];
  /** Scopes of machine keys that suffice. */
  scopes?: readonly string[];
  /** Bulkhead itself does it (first start, background work). */
  system?: true;
  /** Needs no sign-in at all. */
  anonymous?: true;
}

const EVERYBODY = ROLE_NAMES;
const RISK: readonly Role[] = ['risk_manager', 'super_admin'];
const SWITCHES_READ = ['switches:read'] as const;

// biome-ignore format: one permission a line
export const PERMISSIONS = {
  'set-switch': { kind: 'command', sentence: 'change a switch', roles: RISK, system: true },
  'set-switches': { kind: 'command', sentence: 'change switches', roles: RISK, system: true },
  'rollback-switch': { kind: 'command', sentence: 'roll a switch back', roles: RISK },
  'undo-change-set': { kind: 'command', sentence: 'undo a change set', roles: RISK },
  'reset-to-default': { kind: 'command', sentence: 'reset a switch to its default', roles: RISK },
  'isolate-instance': { kind: 'command', sentence: 'isolate an instance', roles: RISK },
  'restore-instance': { kind: 'command', sentence: 'take an instance back into the count', roles: RISK },
  'sign-in': { kind: 'command', sentence: 'sign in', roles: [], anonymous: true },
  'sign-out': { kind: 'command', sentence: 'sign out', roles: EVERYBODY },
  'sync-catalogue': { kind: 'command', sentence: 'bring the matrix in line with the catalogue', roles: [], system: true },
  'ensure-account': { kind: 'command', sentence: 'create an account of the first start', roles: [], system: true },
  'ensure-api-key': { kind: 'command', sentence: 'create a key of the first start', roles: [], system: true },
  'record-missed-budget': { kind: 'command', sentence: 'record a missed budget', roles: [], system: true },
  'record-integrity': { kind: 'command', sentence: 'record what a check of the audit chain found', roles: [], system: true },

  'read-me': { kind: 'read', sentence: 'see your own account', roles: EVERYBODY },
  'read-status': { kind: 'read', sentence: 'see the state of the venue', roles: EVERYBODY, scopes: SWITCHES_READ },
  'read-switches': { kind: 'read', sentence: 'see the switches', roles: EVERYBODY, scopes: SWITCHES_READ },
  'read-switch-history': { kind: 'read', sentence: 'see the history of a switch', roles: EVERYBODY, scopes: SWITCHES_READ },
  'read-changes': { kind: 'read', sentence: 'see change sets', roles: EVERYBODY },
  'read-instances': { kind: 'read', sentence: 'see the instances', roles: EVERYBODY, scopes: SWITCHES_READ },
  'read-figures': { kind: 'read', sentence: 'see the figures', roles: EVERYBODY },
  'read-audit': { kind: 'read', sentence: 'read the audit log', roles: EVERYBODY },
  'read-outcome': { kind: 'read', sentence: 'ask how a command ended', roles: EVERYBODY },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof PERMISSIONS;

export const ACTIONS = Object.keys(PERMISSIONS) as readonly Action[];

/** The entry of an action in its general shape. */
export function permissionOf(action: Action): Permission {
  return PERMISSIONS[action];
}
