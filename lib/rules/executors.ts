// Who may send which command to executors.
import { EXECUTOR_COMMANDS, type ExecutorCommandName } from '#lib/catalog/executor-commands.ts';
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
