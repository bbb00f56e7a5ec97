// Every read by its path under /api/v1: what the HTTP doors serve and the permission matrix test walks.
import type { AnyRead } from './read.ts';
import { readAudit } from './read-audit.ts';
import { readAuditActors } from './read-audit-actors.ts';
import { readChain } from './read-chain.ts';
import { readChanges } from './read-changes.ts';
import { readFigures } from './read-figures.ts';
import { readInstances } from './read-instances.ts';
import { readMe } from './read-me.ts';
import { readOutcome } from './read-outcome.ts';
import { readStatus } from './read-status.ts';
import { readSwitchHistory } from './read-switch-history.ts';
import { readSwitches } from './read-switches.ts';

export const READS: ReadonlyMap<string, AnyRead> = new Map<string, AnyRead>([
  ['me', readMe],
  ['status', readStatus],
  ['switches', readSwitches],
  ['switch-history', readSwitchHistory],
  ['changes', readChanges],
  ['instances', readInstances],
  ['figures', readFigures],
  ['audit', readAudit],
  ['audit-actors', readAuditActors],
  ['audit-chain', readChain],
  ['outcome', readOutcome],
]);
