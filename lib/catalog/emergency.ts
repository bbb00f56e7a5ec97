// The emergency stop (manual 2, part 8): what it sets and orders (lib/contract/stop.ts, for edges), and the times around it.
import { COMMAND_EXPIRES_MINUTES, STOP_COMMANDS, STOP_VALUES } from '#lib/contract/stop.ts';
import type { ExecutorCommandName } from './executor-commands.ts';
import type { SwitchSetting, ValueOf } from './switches.ts';

const VALUES: { [N in keyof typeof STOP_VALUES]: ValueOf<N> } = STOP_VALUES;

/** In one change set. */
export const STOP_SETTINGS = Object.entries(VALUES).map(
  ([name, value]) => ({ switch: name, value }) as SwitchSetting,
);

/** Sent to every executor, carried out in this order. */
export const STOP_ORDERS: readonly ExecutorCommandName[] = STOP_COMMANDS;

/** When the manual says to press it; offered as reasons. */
export const STOP_TRIGGERS = [
  'Severe bug discovered',
  'Regulatory concerns',
  'Exchange issues',
  'Capital at risk',
] as const;

/** What is typed to confirm it. */
export const STOP_WORD = 'STOP';

/** Executors that have said nothing of a stop's commands by then are taken for lost: close by hand. */
export const EXECUTORS_ANSWER_WITHIN_SECONDS = 10;

/** A command that nobody began by then is not begun any more. */
export const COMMAND_MINUTES = COMMAND_EXPIRES_MINUTES;

/** The procedure that has to be complete before trading starts again. */
export const RECOVERY_PROCEDURE = 'recovery-after-stop';

/** The procedure for closing positions when executors are silent. */
export const CLOSE_BY_HAND_PROCEDURE = 'manual-position-closure';

/** What to do when a circuit breaker has halted trading. */
export const BREAKER_PROCEDURE = 'runbook-circuit-breaker';

/** What has to be true before a breaker is reset (manual 2, parts 8 and 9). */
export const BREAKER_VALIDATION = [
  'The issue is fixed',
  'The losses were legitimate',
  'The system is healthy',
] as const;
