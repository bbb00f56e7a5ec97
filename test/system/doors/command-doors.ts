// Every command with an input for its door, an entry a command by hand: who gets past, and what they meet behind it.
import { ACCESS } from './command-doors/access.ts';
import { ALERTS } from './command-doors/alerts.ts';
import { AUDIT } from './command-doors/audit.ts';
import { CANARY } from './command-doors/canary.ts';
import { CHANGES } from './command-doors/changes.ts';
import type { Door } from './command-doors/door.ts';
import { INCIDENTS } from './command-doors/incidents.ts';
import { RELEASES } from './command-doors/releases.ts';
import { RUNS } from './command-doors/runs.ts';
import { VENUE } from './command-doors/venue.ts';
import { WITHDRAWALS } from './command-doors/withdrawals.ts';

const TABLES = [ACCESS, ALERTS, AUDIT, CANARY, CHANGES, INCIDENTS, RELEASES, RUNS, VENUE, WITHDRAWALS];

/** One that stands twice is named twice. */
export const DOOR_NAMES: readonly string[] = TABLES.flatMap(Object.keys);

export const DOORS: Readonly<Record<string, Door>> = Object.assign({}, ...TABLES);

/** They have doors of their own (next-auth, the exports); this one does not know them. */
export const ELSEWHERE = [
  'sign-in',
  'sign-in-with-passkey',
  'sign-in-with-oidc',
  'export-audit',
  'export-withdrawals',
];
