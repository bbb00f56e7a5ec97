// `bulkhead switch reset`: the catalogue's default; with a symbol, the removal of its own value.
import type { Command } from 'commander';
import { findSwitch } from '#lib/catalog/switches.ts';
import { sameValue } from '#lib/contract/values.ts';
import { guardOf, showAndSend } from './change-preview.ts';
import type { Difference } from './difference.ts';
import { type DoorOptions, doorOf } from './door.ts';
import {
  expectedRevisionOption,
  keyOption,
  nameArgument,
  reasonOption,
  rolesFor,
  symbolOption,
  type WriteOptions,
  withTerms,
  yesOption,
} from './switch-arguments.ts';
import { switchView, valueAt } from './switch-get.ts';
import { placeName } from './switch-value.ts';

export function asResetSwitch(command: Command): Command {
  return withTerms(command)
    .description('Reset a switch to its default, or remove the value that a symbol has of its own.')
    .addArgument(nameArgument())
    .addOption(symbolOption())
    .addOption(reasonOption())
    .addOption(yesOption())
    .addOption(expectedRevisionOption())
    .addOption(keyOption())
    .action((name: string, _options, own: Command) => resetSwitch(name, own.optsWithGlobals()));
}

async function resetSwitch(name: string, options: DoorOptions & WriteOptions): Promise<void> {
  const door = doorOf(options, rolesFor([name]));
  const { symbol } = options;
  const { view, epoch } = await switchView(door, name);
  const { value, inherited, revision } = valueAt(view, symbol);
  const guard = guardOf(options, { epoch, revision });
  const to = symbol === undefined ? (findSwitch(name)?.default ?? view.value) : view.value;
  const same = symbol === undefined ? sameValue(value, to) : inherited;
  const difference: Difference = {
    switch: name,
    symbol: symbol ?? null,
    from: value,
    to,
    fromInherited: inherited,
    toInherited: symbol !== undefined,
  };
  await showAndSend(
    door,
    {
      command: 'reset-to-default',
      input: { switch: name, ...(symbol === undefined ? {} : { symbol }), ...guard.input },
      title: symbol === undefined ? `Reset ${name}` : `Remove ${placeName(name, symbol)}`,
      differences: same ? [] : [difference],
      again: guard.again.trim(),
    },
    options,
  );
}
