// What keys of machines can be allowed to do: every scope with a sentence; permissions.ts says which action takes which.
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import { STOP_SCOPE } from '#lib/contract/latch.ts';
import { WALLET_SCOPE, WITHDRAWALS_SCOPE } from '#lib/contract/withdrawals.ts';

export const SCOPES = {
  [EDGE_SCOPE]: 'Read the switches from edge and console, report what was applied.',
  'audit:read': 'Read and export the audit log, read the access log.',
  [EXECUTOR_SCOPE]: 'Receive commands to executors, report positions, breakers and progress.',
  [STOP_SCOPE]:
    'Stop the venue: press the emergency stop at the console, and at any edge also without a database.',
  'releases:read': 'Ask whether a release is healthy: for CI systems and other rollout tools.',
  [ALERTS_SCOPE]: 'Report alerts and heartbeats to the intake.',
  [WALLET_SCOPE]: 'Say what became of withdrawals that were sent to the wallet.',
  [WITHDRAWALS_SCOPE]: 'File and change withdrawals, ask how they stand.',
} as const satisfies Record<string, string>;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as readonly Scope[];
