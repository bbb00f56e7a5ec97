// `set_switch` and `bulkhead switch set`: one new value for one switch, over HTTP, as the owner of a token.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { type Door, sendCommand } from './api.ts';
import { CliFailure } from './failure.ts';
import { running } from './installation.ts';
import { printError, printJson, printLine } from './output.ts';
import { valueFromText } from './switch-value.ts';

interface Options {
  symbol?: string;
  reason: string;
  expectedRevision?: number;
  idempotencyKey?: string;
  url?: string;
  token?: string;
  json?: boolean;
}

const HELP = `
VALUE is true or false, one of the names of an enum, a number, plain dollars (10000), off, or a list (BTC,ETH; none).
The address comes from --url or BULKHEAD_URL, the token from --token, BULKHEAD_TOKEN or BULKHEAD_TOKEN_FILE; without
them a demo that runs from this folder is used, as the demo account that may change the switch.
Exit codes: 0 done (also when the value held already), 2 input, 3 not signed in, 4 not allowed, 5 no such switch,
6 changed meanwhile, 7 refused by a rule, 9 not available, 10 outcome unknown.`;

/** Gives a command the arguments, options and action of setting a switch. */
export function asSetSwitch(command: Command): Command {
  return command
    .description('Set a switch, or its value for one symbol.')
    .argument('<name>', 'the switch, such as routing_mode')
    .argument('<value>', 'its new value')
    .option('--symbol <symbol>', 'only for this symbol, such as BTC')
    .requiredOption('--reason <text>', 'why, for the audit log')
    .option(
      '--expected-revision <number>',
      'refuse when the switch has changed since this revision',
      wholeNumber,
    )
    .option('--idempotency-key <key>', 'the same key and input is done once; to ask again after no answer')
    .option('--url <url>', 'address of the console')
    .option('--token <token>', 'personal access token (better: BULKHEAD_TOKEN, which other users cannot see)')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', HELP)
    .action(setSwitch);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}

async function setSwitch(name: string, text: string, options: Options): Promise<void> {
  const definition = findSwitch(name);
  if (!definition) throw new CliFailure('not_found', `There is no switch "${name.slice(0, 60)}".`);
  const value = valueFromText(name, definition, text);
  const input = {
    switch: name as SwitchName,
    value,
    ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    reason: options.reason,
    ...(options.expectedRevision === undefined ? {} : { expectedRevision: options.expectedRevision }),
  };
  const key = options.idempotencyKey ?? randomUUID();
  const answer = await sendCommand<ChangeAnswer>(doorOf(options, definition), 'set-switch', input, key);
  if (options.json) {
    printJson(answer);
    return;
  }
  const place = options.symbol === undefined ? name : `${name} for ${options.symbol}`;
  const shown = value === null ? 'off' : Array.isArray(value) ? value.join(',') || 'none' : String(value);
  printLine(
    answer.changed
      ? `${place} is now ${shown} (revision ${answer.epoch}.${answer.revision}, change set ${answer.changeSetId}).`
      : `${place} is ${shown} already: nothing was changed.`,
  );
  for (const warning of answer.warnings ?? []) printError(`Note: ${warning}`);
}

/** Where to send it and as whom. A demo token is only ever sent to its own demo. */
function doorOf(options: Options, definition: SwitchDefinition): Door {
  const given = options.url ?? (process.env.BULKHEAD_URL || undefined);
  const { consoleUrl, accounts } = running();
  const url = (given ?? consoleUrl ?? 'http://localhost:3000').replace(/\/+$/, '');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new CliFailure('invalid_input', 'The address of the console begins with http:// or https://.');
  }
  const demo = url === consoleUrl ? accounts : undefined;
  // The account with the fewest rights that suffice.
  const account = definition.changedBy
    .map((role) => demo?.find(({ roles }) => roles.includes(role)))
    .find((found) => found !== undefined);
  const token = options.token ?? tokenFromEnvironment() ?? account?.token;
  if (token === undefined) {
    throw new CliFailure('unauthenticated', 'Set BULKHEAD_TOKEN to a personal access token.');
  }
  return { url, token };
}

function tokenFromEnvironment(): string | undefined {
  const file = process.env.BULKHEAD_TOKEN_FILE;
  if (process.env.BULKHEAD_TOKEN || !file) return process.env.BULKHEAD_TOKEN || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliFailure(
      'unauthenticated',
      `BULKHEAD_TOKEN_FILE names ${file}, which cannot be read (${code}).`,
    );
  }
}
