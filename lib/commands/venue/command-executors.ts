// command-executors: orders the platform's executors to do something once: close positions, cancel orders, reset a breaker.
import { z } from 'zod';
import { EXECUTOR_COMMANDS, type ExecutorCommandName } from '#lib/catalog/executor-commands.ts';
import { anyReason, executorArgument, executorId } from '#lib/commands/inputs.ts';
import type { CommandedAnswer } from '#lib/contract/emergency.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { insertCommands, type NewCommand } from '#lib/store/venue/emergency.ts';
import type { Command } from '#lib/write/command.ts';
import { decideOrder, loadOrder, type OrderState } from './executor-order.ts';

const NAMES = Object.keys(EXECUTOR_COMMANDS) as [ExecutorCommandName, ...ExecutorCommandName[]];

const input = z.strictObject({
  command: z.enum(NAMES, { error: `A command is one of ${NAMES.join(', ')}.` }),
  argument: executorArgument.optional(),
  executor: executorId.optional(),
  reason: anyReason,
});

export const commandExecutors: Command<
  z.output<typeof input>,
  void,
  OrderState,
  NewCommand,
  CommandedAnswer
> = {
  name: 'command-executors',
  input,
  body: 'CommandedAnswer',
  lane: 'urgent',
  load: async (tx, asked) => ({ state: await loadOrder(tx, asked), now: await databaseNow(tx) }),
  decide: (state, asked, actor, moment) => {
    const order = decideOrder(state, asked, actor, moment);
    if (!order.ok) return order;
    const { command, events, effects } = order.value;
    return ok({ next: command, events, effects, answer: { commandId: command.id } });
  },
  save: async (tx, next) => {
    await insertCommands(tx, [next]);
    return true;
  },
};
