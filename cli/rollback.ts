// `bulkhead rollback`: the whole matrix back to a moment, with the difference shown first.
import type { Command } from 'commander';
import { matrixGuardOf, showAndSend } from './change-preview.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { differencesOf, notesOf, previewOf } from './rollback-preview.ts';
import {
  expectedOption,
  keyOption,
  reasonOption,
  rolesFor,
  type WriteOptions,
  withTerms,
  yesOption,
} from './switch-arguments.ts';
import { instant, momentArgument } from './times.ts';

interface Options extends DoorOptions, WriteOptions {
  at: string;
}

const HELP = `
The difference is shown first; on a terminal you are asked, elsewhere --yes says that nobody has to be.
A matrix that changed between the difference and your word is refused (exit code 6).
With a critical switch in it, it is only asked for and waits for a second person (exit code 11).`;

export function asRollbackMatrix(command: Command): Command {
  return withTerms(command)
    .description('Roll the whole matrix back to a moment.')
    .requiredOption('--at <time>', 'the moment, with its zone: 2026-03-19T03:07:40Z', momentArgument)
    .addOption(reasonOption())
    .addOption(yesOption())
    .addOption(expectedOption())
    .addOption(keyOption())
    .addHelpText('after', HELP)
    .action((_options, own: Command) => rollbackMatrix(own.optsWithGlobals()));
}

async function rollbackMatrix(options: Options): Promise<void> {
  const body = await previewOf(options, { at: options.at });
  const guard = matrixGuardOf(options, body);
  const since = body.from === null ? '' : `, to the values that held since ${instant(body.from)}`;
  await showAndSend(
    doorOf(options, rolesFor(body.changes.map((change) => change.switch))),
    {
      command: 'rollback-matrix',
      input: { at: options.at, ...guard.input },
      title: `Roll the matrix back to ${options.at}${since}`,
      differences: differencesOf(body),
      notes: notesOf(body, options),
      again: `--at ${options.at}${guard.again}`,
    },
    options,
  );
}
