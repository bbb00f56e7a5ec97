// An order to executors as every command that sends one decides it: who may, about what, and until when it may be begun.
import { COMMAND_MINUTES } from '#lib/catalog/emergency.ts';
import {
  EXECUTOR_COMMANDS,
  type ExecutorCommandDefinition,
  type ExecutorCommandName,
} from '#lib/catalog/executor-commands.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { type BreakerState, inBreakerOrder, mayBeSent, mayCommand } from '#lib/rules/venue/executors.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import type { Effect } from '#lib/store/effects.ts';
import { type NewCommand, openStop } from '#lib/store/venue/emergency.ts';
import { breakerStates, isOpenPosition, knownExecutor } from '#lib/store/venue/executors.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Moment } from '#lib/write/command.ts';

export interface Order {
  command: ExecutorCommandName;
  argument?: string | undefined;
  executor?: string | undefined;
  reason: unknown;
  /** The run whose step sends it. */
  runId?: string;
}

export interface OrderState {
  stopped: boolean;
  executorKnown: boolean;
  argumentKnown: boolean;
  /** Of the breaker that the order is about; null when it is about none. */
  breakers: readonly BreakerState[] | null;
}

const MINUTE_MS = 60_000;

export async function loadOrder(
  tx: Tx,
  { command, argument, executor }: Pick<Order, 'command' | 'argument' | 'executor'>,
): Promise<OrderState> {
  const { about }: ExecutorCommandDefinition = EXECUTOR_COMMANDS[command];
  const breakers =
    about === 'breaker' && argument !== undefined ? await breakerStates(tx, argument, executor) : null;
  const known =
    about === undefined || argument === undefined
      ? true
      : breakers
        ? breakers.length > 0
        : await isOpenPosition(tx, argument, executor);
  return {
    stopped: (await openStop(tx)) !== undefined,
    executorKnown: executor === undefined || (await knownExecutor(tx, executor)),
    argumentKnown: known,
    breakers,
  };
}

/** The command to store with what it says and sets going, or why it is refused. */
export function decideOrder(
  state: OrderState,
  { command, argument, executor, reason: rawReason, runId }: Order,
  actor: Actor,
  moment: Moment,
): Result<{ command: NewCommand; events: AuditEvent[]; effects: Effect[] }> {
  const definition: ExecutorCommandDefinition = EXECUTOR_COMMANDS[command];
  const allowed = mayCommand(actor, command);
  if (!allowed.ok) return allowed;
  const reason = parseReason(rawReason, false);
  if (!reason.ok) return reason;
  if ((definition.about === undefined) !== (argument === undefined)) {
    return fail(
      'invalid_input',
      definition.about === undefined
        ? `argument: ${command} is about everything: leave the argument out.`
        : `argument: name the ${definition.about} that ${command} is about.`,
    );
  }
  if (!state.executorKnown) return fail('not_found', `No executor called ${executor} has ever reported.`);
  if (!state.argumentKnown) {
    return fail(
      'not_found',
      definition.about === 'position'
        ? `No executor reports an open position in ${argument}.`
        : `No executor reports a circuit breaker called ${argument}.`,
    );
  }
  const sendable = mayBeSent(command, state.stopped);
  if (!sendable.ok) return sendable;
  if (state.breakers && argument !== undefined) {
    const inOrder = inBreakerOrder(command, argument, state.breakers);
    if (!inOrder.ok) return inOrder;
  }
  const next: NewCommand = {
    ...{ id: moment.id, command, argument: argument ?? null, executorId: executor ?? null },
    ...{ reason: reason.value, by: auditActor(actor), issuedAt: moment.now, stopId: null },
    runId: runId ?? null,
    expiresAt: new Date(moment.now.getTime() + COMMAND_MINUTES * MINUTE_MS),
  };
  return ok({
    command: next,
    events: [
      {
        kind: 'executors.commanded',
        subject: argument === undefined ? command : `${command} ${argument}`,
        reason: reason.value,
        details: {
          commandId: next.id,
          ...(executor ? { executor } : {}),
          ...(runId ? { runId } : {}),
        },
      },
    ],
    effects: [
      { kind: 'notify', channel: 'bulkhead_commands', payload: next.id },
      { kind: 'notify', channel: 'bulkhead_console', payload: 'executors' },
    ],
  });
}
