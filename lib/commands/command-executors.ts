// command-executors: orders the platform's executors to do something once: close positions, cancel orders, reset a breaker.
import { z } from 'zod';
import { COMMAND_MINUTES } from '#lib/catalog/emergency.ts';
import {
  COMMANDS_FOR_OPERATIONS,
  EXECUTOR_COMMANDS,
  type ExecutorCommandDefinition,
  type ExecutorCommandName,
} from '#lib/catalog/executor-commands.ts';
import type { CommandedAnswer } from '#lib/contract/emergency.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { mayBeSent, mayCommand } from '#lib/rules/executors.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { insertCommands, type NewCommand, openStop } from '#lib/store/emergency.ts';
import { isKnownBreaker, isOpenPosition, knownExecutor } from '#lib/store/executors.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { anyReason, executorArgument, executorId } from './inputs.ts';

const NAMES = Object.keys(EXECUTOR_COMMANDS) as [ExecutorCommandName, ...ExecutorCommandName[]];

const input = z.strictObject({
  command: z.enum(NAMES, { error: `A command is one of ${NAMES.join(', ')}.` }),
  argument: executorArgument.optional(),
  executor: executorId.optional(),
  reason: anyReason,
});

interface State {
  stopped: boolean;
  executorKnown: boolean;
  argumentKnown: boolean;
}

const MINUTE_MS = 60_000;

export const commandExecutors: Command<z.output<typeof input>, void, State, NewCommand, CommandedAnswer> = {
  name: 'command-executors',
  input,
  body: 'CommandedAnswer',
  urgent: true,
  load: async (tx, { command, argument, executor }) => {
    const { about }: ExecutorCommandDefinition = EXECUTOR_COMMANDS[command];
    const known =
      about === undefined || argument === undefined
        ? true
        : about === 'position'
          ? await isOpenPosition(tx, argument, executor)
          : await isKnownBreaker(tx, argument, executor);
    return {
      state: {
        stopped: (await openStop(tx)) !== undefined,
        executorKnown: executor === undefined || (await knownExecutor(tx, executor)),
        argumentKnown: known,
      },
      now: await databaseNow(tx),
    };
  },
  decide: (state, asked, actor: Actor, moment) => {
    const { command, argument, executor } = asked;
    const definition: ExecutorCommandDefinition = EXECUTOR_COMMANDS[command];
    const allowed = mayCommand(actor, command, COMMANDS_FOR_OPERATIONS);
    if (!allowed.ok) return allowed;
    const reason = parseReason(asked.reason, false);
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
    const next: NewCommand = {
      ...{ id: moment.id, command, argument: argument ?? null, executorId: executor ?? null },
      ...{ reason: reason.value, by: auditActor(actor), issuedAt: moment.now, stopId: null, runId: null },
      expiresAt: new Date(moment.now.getTime() + COMMAND_MINUTES * MINUTE_MS),
    };
    return ok({
      next,
      events: [
        {
          kind: 'executors.commanded',
          subject: argument === undefined ? command : `${command} ${argument}`,
          reason: reason.value,
          details: { commandId: next.id, ...(executor ? { executor } : {}) },
        },
      ],
      effects: [
        { kind: 'notify', channel: 'bulkhead_commands', payload: next.id },
        { kind: 'notify', channel: 'bulkhead_console', payload: 'executors' },
      ],
      answer: { commandId: next.id },
    });
  },
  save: async (tx, next) => {
    await insertCommands(tx, [next]);
    return true;
  },
};
