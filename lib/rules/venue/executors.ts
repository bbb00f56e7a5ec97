// Who may send which command to executors, what an open emergency stop holds back, the order around a circuit breaker, and who is retired.
import {
  COMMANDS_FOR_OPERATIONS,
  COMMANDS_HELD_BY_STOP,
  EXECUTOR_COMMANDS,
  type ExecutorCommandName,
} from '#lib/catalog/executor-commands.ts';
import { EXECUTOR_SILENT_MS } from '#lib/contract/executors.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** Operations may take exposure away; everything else takes a risk manager or super admin. */
export function mayCommand(actor: Actor, command: ExecutorCommandName): Result<true> {
  const senior =
    actor.kind === 'system' ||
    (actor.kind === 'person' &&
      actor.roles.some((role) => role === 'risk_manager' || role === 'super_admin'));
  if (senior || COMMANDS_FOR_OPERATIONS.has(command)) return ok(true);
  return fail(
    'forbidden',
    `You may not ask executors to ${EXECUTOR_COMMANDS[command].sentence}: it takes a risk manager or super admin.`,
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

/** What an executor that is to be retired last said. */
export interface LastWord {
  id: string;
  lastSeenAt: Date;
  left: boolean;
  positions: readonly { symbol: string }[];
}

/**
 * An executor that reports is stopped, not retired. Positions that it held must each be named as closed: the next thing
 * that looks whether a position is open does not see them any more (decision 0099).
 */
export function mayRetire(executor: LastWord, closed: readonly string[], now: Date): Result<true> {
  const { id, left, lastSeenAt } = executor;
  if (!left && now.getTime() - lastSeenAt.getTime() <= EXECUTOR_SILENT_MS) {
    return fail('conflict', `${id} reports: stop it first. Only an executor that is silent is retired.`);
  }
  const held = executor.positions.map(({ symbol }) => symbol);
  const open = held.filter((symbol) => !closed.includes(symbol));
  const more = closed.filter((symbol) => !held.includes(symbol));
  if (more.length > 0) {
    return fail('conflict', `${id} has reported no position in ${more.join(', ')}: look again.`, {
      positions: held,
    });
  }
  if (open.length > 0) {
    return fail(
      'conflict',
      `By its last report ${id} holds ${open.join(', ')}. Close what is open at the exchange itself, then name each as closed.`,
      { positions: held },
    );
  }
  return ok(true);
}
