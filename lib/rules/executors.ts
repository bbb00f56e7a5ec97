// Who may send which command to executors, what an open emergency stop holds back, and the order around a circuit breaker.
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

export type BreakerState = 'clear' | 'tripped' | 'reset';

/**
 * A breaker that tripped is reset, and only then trading resumes (manual 2, part 9). `states` are those that the
 * executors meant have reported: one that is still tripped holds the resumption for all.
 */
export function inBreakerOrder(
  command: ExecutorCommandName,
  name: string,
  states: readonly BreakerState[],
): Result<true> {
  if (command === 'reset_breaker' && !states.includes('tripped')) {
    return fail(
      'conflict',
      states.includes('reset')
        ? `${name} is reset already: resume trading.`
        : `${name} has not tripped: there is nothing to reset.`,
    );
  }
  if (command === 'resume_trading') {
    if (states.includes('tripped')) return fail('conflict', `${name} is tripped: reset it first.`);
    if (!states.includes('reset')) {
      return fail('conflict', `${name} is clear: it does not halt trading.`);
    }
  }
  return ok(true);
}
