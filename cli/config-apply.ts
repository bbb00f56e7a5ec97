// `bulkhead apply -f FILE`: a configuration file as one change set; the difference first, then the question.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { Role } from '#lib/catalog/roles.ts';
import type { AppliedConfigAnswer } from '#lib/contract/config.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { sendCommand } from './api.ts';
import { confirmed, reasonFor } from './ask-first.ts';
import { completing } from './completion-source.ts';
import { differenceOf, printDifference } from './difference.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import {
  breakGlassOption,
  expectedOption,
  incidentOption,
  keyOption,
  reasonOption,
  termsOf,
  type WriteOptions,
  yesOption,
} from './switch-arguments.ts';
import { saidItWaits } from './waiting.ts';

interface Options extends DoorOptions, WriteOptions {
  file: string;
  dryRun?: boolean;
  pruneOverrides?: boolean;
}

const HELP = `
Only the switches in FILE are compared. For a symbol, null takes its own value away. All of it happens, or nothing; when
something in it takes a second person, the whole file waits for one.
Exit codes: 0 done, or nothing to do; 2 a mistake in FILE, or nobody confirmed; 4 not allowed; 6 changed meanwhile;
7 refused by a rule; 11 waiting for a second person.`;

/** Who in a demo may apply every switch. */
const APPLIES: readonly Role[] = ['super_admin'];

export function asApplyConfig(command: Command): Command {
  return command
    .description('Apply a YAML file of switches.')
    .addOption(
      completing(
        new Option('-f, --file <file>', 'the file, - for standard input'),
        'files',
      ).makeOptionMandatory(),
    )
    .option('--dry-run', 'show the difference and change nothing')
    .option('--prune-overrides', "also take away symbols' own values that FILE does not name")
    .addOption(reasonOption())
    .addOption(incidentOption())
    .addOption(breakGlassOption())
    .addOption(expectedOption('refuse when a value that differs has changed since, such as 1.42'))
    .addOption(keyOption())
    .addOption(yesOption())
    .addHelpText('after', HELP)
    .action((_options, own: Command) => apply(own.optsWithGlobals()));
}

async function apply(options: Options): Promise<void> {
  const door = doorOf(options, APPLIES);
  const input = {
    yaml: readConfig(options.file),
    ...(options.pruneOverrides ? { pruneOverrides: true } : {}),
  };
  // Whoever brings a key asks the same again: the values may be there by now, and the answer is what is wanted.
  const again = options.idempotencyKey !== undefined;
  const looked = again ? undefined : await look(door, input, options);
  if (options.dryRun) {
    if (options.json) printJson(looked);
    return;
  }
  if (looked && looked.changes.length === 0) {
    if (options.json) printJson(looked);
    else printLine('The values hold already: nothing to do.');
    return;
  }
  const reason = await reasonFor(options);
  if (!again) await confirmed('Do it?', options);
  const expected = options.expected ?? (looked && positionId(looked));
  const guard = expected === undefined ? {} : { expected };
  const answer = await sendCommand<AppliedConfigAnswer>(door, {
    command: 'apply-config',
    input: { ...input, reason, ...termsOf(options), ...guard },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
    ...(expected === undefined ? {} : { again: `--expected ${expected}` }),
  });
  const waits = saidItWaits(answer, options.json);
  if (options.json) printJson(answer);
  else say(answer, waits);
}

function readConfig(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new CliFailure(
      'invalid_input',
      `${basename(file)} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}

/** Asks for the difference and shows it. */
async function look(door: Door, input: object, options: Options): Promise<AppliedConfigAnswer> {
  // What it skips by break-glass is marked all the same; what is owed for the incident does not hold it back.
  const incident = options.incident ?? options.breakGlass;
  const terms = incident === undefined ? {} : { incident };
  const answer = await sendCommand<AppliedConfigAnswer>(door, {
    command: 'apply-config',
    input: { ...input, ...terms, dryRun: true, reason: options.reason ?? 'A look at the difference first' },
    idempotencyKey: randomUUID(),
  });
  const at = door.profile === undefined ? door.url : `${door.url} (profile ${door.profile})`;
  if (answer.changes.length === 0) {
    printError(`${options.file}, at ${at}: no difference.`);
    return answer;
  }
  printError(`${options.file}, at ${at}:`);
  printDifference(
    answer.changes.map((change) => ({
      ...differenceOf(change),
      mark: change.needsSecond ? 'needs a second person' : '',
    })),
  );
  for (const warning of answer.warnings ?? []) printError(`Note: ${warning}`);
  if (answer.heldBy !== null) printError(`Note: ${answer.heldBy}`);
  if (answer.changes.some(({ needsSecond }) => needsSecond)) {
    printError(
      options.breakGlass === undefined
        ? 'What is marked takes a second person: the whole file waits until somebody else has approved it.'
        : 'What is marked skips its second person: everybody is told, and somebody else has to review it.',
    );
  }
  return answer;
}

function say(answer: AppliedConfigAnswer, waits: boolean): void {
  if (answer.changed)
    printLine(`Done: revision ${answer.epoch}.${answer.revision}, change set ${answer.changeSetId}.`);
  else if (!waits) printLine('The values held already: nothing was changed.');
  for (const warning of answer.warnings ?? []) printError(`Note: ${warning}`);
}
