// `bulkhead switch get`: the value that holds, alone on its line, in the form that `switch set` takes.
import type { Command } from 'commander';
import { findSwitch, isPerSymbol, type SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { MatrixBody, SwitchView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { askRead } from './api.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { nameArgument, READERS, symbolOption } from './switch-arguments.ts';
import { textOfValue } from './switch-value.ts';

export function asGetSwitch(command: Command): Command {
  return command
    .description('Print the value of a switch, or the one that holds for a symbol.')
    .addArgument(nameArgument())
    .addOption(symbolOption('the value that holds for this symbol, such as BTC'))
    .action((name: string, _options, own: Command) => getSwitch(name, own.optsWithGlobals()));
}

/** The live part of one switch, and in which epoch. Throws CliFailure when the console knows none of that name. */
export async function switchView(door: Door, name: string): Promise<{ view: SwitchView; epoch: number }> {
  const { epoch, items } = await askRead<MatrixBody>(door, 'switches');
  const found = items.find((item) => item.name === name);
  if (found) return { view: found, epoch };
  throw new CliFailure(
    'not_found',
    `There is no switch "${name.slice(0, 60)}": bulkhead switch list shows all of them.`,
  );
}

/** The value that holds in a place, and whether it is the whole venue's. Throws CliFailure when there is no such place. */
export function valueAt(view: SwitchView, symbol: string | undefined) {
  const own = view.overrides.find((one) => one.symbol === symbol);
  if (symbol !== undefined && !own) {
    if (findSwitch(view.name) && !isPerSymbol(view.name as SwitchName)) {
      throw new CliFailure('invalid_input', `${view.name} is the same for all symbols: leave out --symbol.`);
    }
    if (!SYMBOLS.some((one) => one === symbol)) {
      throw new CliFailure(
        'not_found',
        `There is no symbol "${symbol.slice(0, 20)}": ${SYMBOLS.join(', ')}.`,
      );
    }
  }
  return {
    value: (own ? own.value : view.value) as WireValue,
    inherited: symbol !== undefined && own === undefined,
    revision: own?.revision ?? view.revision,
  };
}

async function getSwitch(name: string, options: DoorOptions & { symbol?: string }): Promise<void> {
  const { symbol } = options;
  const { view } = await switchView(doorOf(options, READERS), name);
  const { value, inherited } = valueAt(view, symbol);
  if (options.json) {
    printJson(symbol === undefined ? view : { ...view, symbol, value, inherited });
    return;
  }
  printLine(textOfValue(value));
  if (symbol === undefined && view.overrides.length > 0) {
    const own = view.overrides.map((one) => `${one.symbol} ${textOfValue(one.value)}`).join(', ');
    printError(`Note: some symbols have a value of their own: ${own}.`);
  }
}
