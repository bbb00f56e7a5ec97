// `set_switch` and `bulkhead switch set`: one new value for one switch, over HTTP, as the owner of a token.
import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { sendCommand } from './api.ts';
import { completing, valuesOfSwitch } from './completion-source.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import {
  breakGlassOption,
  type Expected,
  expectedRevisionOption,
  incidentOption,
  keyOption,
  nameArgument,
  symbolOption,
  type TermOptions,
  termsOf,
  untilOption,
} from './switch-arguments.ts';
import { textOfValue, valueFromText } from './switch-value.ts';
import { saidItWaits } from './waiting.ts';

interface Options extends DoorOptions, TermOptions {
  symbol?: string;
  reason: string;
  expectedRevision?: Expected;
  idempotencyKey?: string;
}

const HELP = `
VALUE is true or false, one of the names of an enum, a number, plain dollars (10000), off, or a list (BTC,ETH; none).
Exit codes: 0 done (also when the value held already), 2 input, 3 not signed in, 4 not allowed, 5 no such switch,
6 changed meanwhile, 7 refused by a rule, 8 too many requests, 9 not available, 10 outcome unknown, 11 asked for: waits for a second person.`;

/** Gives a command the arguments, options and action of setting a switch. */
export function asSetSwitch(command: Command): Command {
  return command
    .description('Set a switch, or its value for one symbol.')
    .addArgument(nameArgument())
    .addArgument(completing(new Argument('<value>', 'its new value'), valuesOfSwitch))
    .addOption(symbolOption())
    .requiredOption('--reason <text>', 'why, for the audit log')
    .addOption(expectedRevisionOption())
    .addOption(keyOption())
    .addOption(untilOption())
    .addOption(incidentOption())
    .addOption(breakGlassOption())
    .addHelpText('after', HELP)
    .action((name: string, text: string, _options, own: Command) =>
      setSwitch(name, text, own.optsWithGlobals()),
    );
}

async function setSwitch(name: string, text: string, options: Options): Promise<void> {
  const definition = findSwitch(name);
  if (!definition) throw new CliFailure('not_found', `There is no switch "${name.slice(0, 60)}".`);
  const value = valueFromText(name, definition, text);
  const answer = await sendCommand<ChangeAnswer>(doorOf(options, definition.changedBy), {
    command: 'set-switch',
    input: {
      switch: name,
      value,
      ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
      reason: options.reason,
      ...termsOf(options),
      ...options.expectedRevision,
    },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
  });
  if (options.json) {
    printJson(answer);
    saidItWaits(answer, true);
    return;
  }
  if (saidItWaits(answer)) return;
  const place = options.symbol === undefined ? name : `${name} for ${options.symbol}`;
  printLine(
    answer.changed
      ? `${place} is now ${textOfValue(value)} (revision ${answer.epoch}.${answer.revision}, change set ${answer.changeSetId}).`
      : `${place} is ${textOfValue(value)} already: nothing was changed.`,
  );
  for (const warning of answer.warnings ?? []) printError(`Note: ${warning}`);
}
