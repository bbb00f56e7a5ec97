// Every command by name: what the HTTP door, the server actions and the worker look up. The matrix test walks it.
import type { AnyCommand } from '#lib/write/command.ts';
import { ensureAccount } from './ensure-account.ts';
import { ensureApiKey } from './ensure-api-key.ts';
import { isolateInstance } from './isolate-instance.ts';
import { recordIntegrity } from './record-integrity.ts';
import { recordMissedBudget } from './record-missed-budget.ts';
import { resetToDefault } from './reset-to-default.ts';
import { restoreInstance } from './restore-instance.ts';
import { rollbackSwitch } from './rollback-switch.ts';
import { setSwitch } from './set-switch.ts';
import { setSwitches } from './set-switches.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { syncCatalogue } from './sync-catalogue.ts';
import { undoChangeSet } from './undo-change-set.ts';

const ALL: readonly AnyCommand[] = [
  ensureAccount,
  ensureApiKey,
  isolateInstance,
  recordIntegrity,
  recordMissedBudget,
  resetToDefault,
  restoreInstance,
  rollbackSwitch,
  setSwitch,
  setSwitches,
  signIn,
  signOut,
  syncCatalogue,
  undoChangeSet,
];

export const COMMANDS: ReadonlyMap<string, AnyCommand> = new Map(
  ALL.map((command) => [command.name, command]),
);

/** Commands that have their own door (sign-in, through next-auth) and are not served by POST /api/v1/commands. */
export const NOT_OVER_HTTP: ReadonlySet<string> = new Set(['sign-in']);
