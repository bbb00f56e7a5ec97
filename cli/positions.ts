// `bulkhead positions`, `breakers`, what one orders executors to do (close positions, reset, resume), and retiring one.
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { COMMANDS_FOR_OPERATIONS, type ExecutorCommandName } from '#lib/catalog/executor-commands.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import type { CommandedAnswer, PositionsBody } from '#lib/contract/emergency.ts';
import { askRead, sendCommand } from './api.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { printError, printJson, printLine } from './output.ts';
import { keyOption, READERS } from './switch-arguments.ts';
import { printTable } from './table.ts';

interface Orders extends DoorOptions {
  reason: string;
  executor?: string;
  idempotencyKey?: string;
}

const CLOSERS: readonly Role[] = ['operations', 'risk_manager', 'super_admin'];
const SENIOR: readonly Role[] = ['risk_manager', 'super_admin'];

export function asPositions(command: Command): Command {
  return command
    .description('List open positions, executors and the commands they work on.')
    .action((_options, own: Command) => positions(own.optsWithGlobals()));
}

export function asBreakers(command: Command): Command {
  return command
    .description('List circuit breakers, with the reason of those that tripped.')
    .action((_options, own: Command) => breakers(own.optsWithGlobals()));
}

/** A command that orders one thing of the executors; `about` names its argument. */
export function asOrder(
  command: Command,
  order: ExecutorCommandName,
  description: string,
  about?: string,
): Command {
  if (about) command.argument(`<${about}>`, `the ${about}, as bulkhead positions and breakers show it`);
  return command
    .description(description)
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--executor <name>', 'only this executor')
    .addOption(keyOption())
    .action(async (...given: unknown[]) => {
      const own = given.at(-1) as Command;
      await send(order, about ? String(given[0]) : undefined, own.optsWithGlobals());
    });
}

export function asRetireExecutor(command: Command): Command {
  return command
    .argument('<executor>', 'the executor, as bulkhead positions shows it')
    .description('Retire an executor that does not report: nothing waits for its word any more.')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option('--closed <symbols...>', 'positions it last reported: you have looked, and they are closed')
    .addOption(keyOption())
    .action((executor: string, _options, own: Command) => retire(executor, own.optsWithGlobals()));
}

async function retire(
  executor: string,
  options: Omit<Orders, 'executor'> & { closed?: readonly string[] },
): Promise<void> {
  const answer = await sendCommand<ChangedAnswer>(doorOf(options, SENIOR), {
    command: 'retire-executor',
    input: { executor, reason: options.reason, ...(options.closed ? { closed: options.closed } : {}) },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) return printJson(answer);
  printLine(answer.changed ? `${executor} is retired.` : `${executor} was retired already.`);
}

async function send(
  order: ExecutorCommandName,
  argument: string | undefined,
  options: Orders,
): Promise<void> {
  const roles = COMMANDS_FOR_OPERATIONS.has(order) ? CLOSERS : SENIOR;
  const answer = await sendCommand<CommandedAnswer>(doorOf(options, roles), {
    command: 'command-executors',
    input: {
      command: order,
      reason: options.reason,
      ...(argument === undefined ? {} : { argument }),
      ...(options.executor === undefined ? {} : { executor: options.executor }),
    },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) return printJson(answer);
  printLine(`Sent as ${answer.commandId}; bulkhead positions shows how far the executors are.`);
}

async function positions(options: DoorOptions): Promise<void> {
  const body = await askRead<PositionsBody>(doorOf(options, READERS), 'positions');
  if (options.json) return printJson(body);
  if (body.executors.length === 0) printError('No executor has ever reported.');
  else {
    printTable(
      [{ title: 'EXECUTOR' }, { title: 'STATE' }, { title: 'EXCHANGE' }, { title: 'ORDERS' }],
      body.executors.map((one) => [
        one.id,
        one.retired
          ? { text: 'retired', tone: 'quiet' }
          : { text: one.state, tone: one.state === 'reporting' ? 'good' : 'bad' },
        one.connected ? 'connected' : 'disconnected',
        String(one.openOrders),
      ]),
    );
  }
  if (body.positions.length === 0) printError('No open positions.');
  else {
    printTable(
      [{ title: 'SYMBOL' }, { title: 'SIDE' }, { title: 'USD' }, { title: 'P&L' }, { title: 'EXECUTOR' }],
      body.positions.map((one) => [
        one.symbol,
        one.side,
        one.notionalUsd,
        one.unrealisedPnlUsd,
        one.executor,
      ]),
    );
  }
  const busy = body.commands.filter(({ done }) => !done).slice(0, 10);
  for (const command of busy) {
    const steps = command.executors.map(
      ({ executor, state, done, total }) => `${executor} ${state} ${done}/${total}`,
    );
    printError(`${command.command}${command.argument ? ` ${command.argument}` : ''}: ${steps.join(', ')}`);
  }
}

async function breakers(options: DoorOptions): Promise<void> {
  const body = await askRead<PositionsBody>(doorOf(options, READERS), 'positions');
  if (options.json) return printJson(body.breakers);
  if (body.breakers.length === 0) return printError('No executor reports a circuit breaker.');
  printTable(
    [
      { title: 'BREAKER' },
      { title: 'STATE' },
      { title: 'SINCE' },
      { title: 'REASON' },
      { title: 'EXECUTOR' },
    ],
    body.breakers.map((one) => [
      one.name,
      { text: one.state, tone: one.state === 'clear' ? 'good' : 'bad' },
      one.trippedAt ?? '',
      one.reason ?? '',
      one.executor,
    ]),
  );
}
