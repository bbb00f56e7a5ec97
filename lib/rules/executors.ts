// Who may send which command to executors, and what an open emergency stop holds back.
import {
  COMMANDS_HELD_BY_STOP,
  EXECUTOR_COMMANDS,
  type ExecutorCommandName,
} from '#lib/catalog/executor-commands.ts';
import type { Actor } from './actor.ts';
import { fail, ok, type Result } from './result.ts';

/** Operations may take exposure away; everything else takes a risk manager or super admin. */
export function mayCommand(
  actor: Actor,
  command: ExecutorCommandName,
  forOperations: ReadonlySet<ExecutorCommandName>,
): Result<true> {
  const senior =
    actor.kind === 'system' ||
    (actor.kind === 'person' &&
      actor.roles.some((role) => role === 'risk_manager' || role === 'super_admin'));
  if (senior || forOperations.has(command)) return ok(true);
  return fail(
    'forbidden',
    `You may not ${EXECUTOR_COMMANDS[command].sentence.replace(/^/, 'ask executors to ')}: it takes a risk manager or super admin.`,
  );
}

/** While an emergency stop is open, nothing is sent that leads back to trading, whoever asks. */
export function mayBeSent(command: ExecutorCommandName, stopped: boolean): Result<true> {
  if (!stopped || !COMMANDS_HELD_BY_STOP.has(command)) return ok(true);
  return fail(
    'latched',
    `The emergency stop holds: executors ${EXECUTOR_COMMANDS[command].sentence} after its restart, not before.`,
  );
}
