// Every procedure by its key: what the engine runs and the Manual screen lists.
import type { Procedure } from './procedure-types.ts';
import { CANARY_EXECUTION } from './procedures/canary-execution.ts';
import { CANARY_ROLLBACK } from './procedures/canary-rollback.ts';
import { CHECKLISTS } from './procedures/checklists.ts';
import { DATABASE } from './procedures/database.ts';
import { DEPLOYMENTS } from './procedures/deployments.ts';
import { EMERGENCY } from './procedures/emergency.ts';
import { GO_LIVE } from './procedures/go-live.ts';
import { GO_LIVE_REACTIVATION } from './procedures/go-live-reactivation.ts';
import { OBSERVATION } from './procedures/observation.ts';
import { OPERATIONS } from './procedures/operations.ts';
import { RECOVERY } from './procedures/recovery.ts';
import { ROLLBACKS } from './procedures/rollbacks.ts';
import { RUNBOOKS_OF_SERVICES } from './procedures/runbooks.ts';
import { RUNBOOKS_OF_TRADING } from './procedures/runbooks-of-trading.ts';

export const PROCEDURES: Readonly<Record<string, Procedure>> = {
  ...ROLLBACKS,
  ...CANARY_ROLLBACK,
  ...CANARY_EXECUTION,
  ...GO_LIVE,
  ...GO_LIVE_REACTIVATION,
  ...DEPLOYMENTS,
  ...DATABASE,
  ...RUNBOOKS_OF_SERVICES,
  ...RUNBOOKS_OF_TRADING,
  ...CHECKLISTS,
  ...OPERATIONS,
  ...EMERGENCY,
  ...OBSERVATION,
  ...RECOVERY,
};
