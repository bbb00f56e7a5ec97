// What keys of machines can be allowed to do: every scope with a sentence; permissions.ts says which action takes which.
import { EDGE_SCOPE } from '#lib/contract/edge.ts';

export const SCOPES = {
  [EDGE_SCOPE]: 'Read the switches from edge and console, report what was applied.',
  'audit:read': 'Read and export the audit log, read the access log.',
} as const satisfies Record<string, string>;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as readonly Scope[];
