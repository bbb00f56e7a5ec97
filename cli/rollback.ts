// `bulkhead rollback`: the whole matrix back to a moment, with the difference shown first.
import type { Command } from 'commander';
import type { RollbackBody } from '#lib/contract/rollback.ts';
import { askRead } from './api.ts';
import { showAndSend } from './change-preview.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError } from './output.ts';
import {
  keyOption,
  READERS,
  reasonOption,
  rolesFor,
  type WriteOptions,
  yesOption,
} from './switch-arguments.ts';
import { momentArgument } from './times.ts';

interface Options extends DoorOptions, WriteOptions {
  at: string;
}

export function asRollbackMatrix(command: Command): Command {
  return command
    .description('Roll the whole matrix back to a moment.')
    .requiredOption('--at <time>', 'the moment, with its zone: 2026-03-19T03:07:40Z', momentArgument)
    .addOption(reasonOption())
    .addOption(yesOption())
    .addOption(keyOption())
    .action((_options, own: Command) => rollbackMatrix(own.optsWithGlobals()));
}

async function rollbackMatrix(options: Options): Promise<void> {
  const body = await askRead<RollbackBody>(doorOf(options, READERS), 'rollback', { at: options.at });
  if (body.changes.length === 0 && options.idempotencyKey === undefined) {
    throw new CliFailure('conflict', body.heldBy ?? 'Every value holds already.');
  }
  for (const name of body.missing) printError(`Note: ${name} had no value then and keeps the one it has.`);
  if (body.waits) printError('Note: it takes a second person, so it is only asked for.');
  const door = doorOf(options, rolesFor(body.changes.map((change) => change.switch)));
  await showAndSend(
    door,
    {
      command: 'rollback-matrix',
      input: { at: options.at, expected: `${body.epoch}.${body.revision}` },
      title: `Roll the matrix back to ${body.from ?? options.at}`,
      differences: body.changes.map((change) => ({
        switch: change.switch,
        symbol: change.symbol,
        from: change.oldValue,
        to: change.newValue,
        fromInherited: change.oldInherited,
        toInherited: change.newInherited,
      })),
      again: `--at ${options.at}`,
    },
    options,
  );
}
