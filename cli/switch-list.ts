// `bulkhead switch list`: the whole matrix as it stands, with the catalogue's defaults beside it.
import { type Command, Option } from 'commander';
import { GROUPS, type Group, type SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { MatrixBody, SwitchView } from '#lib/contract/console.ts';
import { sameValue } from '#lib/contract/values.ts';
import { askRead } from './api.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { printError, printJson } from './output.ts';
import { READERS } from './switch-arguments.ts';
import { placeName, textOfValue } from './switch-value.ts';
import { type Column, printTable, type Row } from './table.ts';
import { instant } from './times.ts';

interface Options extends DoorOptions {
  changed?: boolean;
  group?: Group;
}

const COLUMNS: readonly Column[] = [
  { title: 'SWITCH' },
  { title: 'VALUE', gives: 1 },
  { title: 'DEFAULT', gives: 2 },
  { title: 'CHANGED', gives: 3 },
  { title: 'BY', gives: 4 },
];

export function asListSwitches(command: Command): Command {
  return command
    .description('List the switches with their values; values by symbol stand below their switch.')
    .option('--changed', 'only those that differ from their default')
    .addOption(new Option('--group <group>', 'only of this group').choices(Object.keys(GROUPS)))
    .action((_options, own: Command) => listSwitches(own.optsWithGlobals()));
}

function differs(view: SwitchView, definition: SwitchDefinition | undefined): boolean {
  return view.overrides.length > 0 || !sameValue(view.value, definition?.default);
}

function rowsOf(view: SwitchView): Row[] {
  const definition = findSwitch(view.name);
  const byDefault = definition ? textOfValue(definition.default) : '';
  const changed = view.changedAt === null ? '' : instant(view.changedAt);
  const value = textOfValue(view.value);
  return [
    [
      view.name,
      value === byDefault ? value : { text: value, tone: 'warn' },
      byDefault,
      changed,
      view.changedBy ?? '',
    ],
    ...view.overrides.map(
      (one): Row => [
        placeName(view.name, one.symbol),
        { text: textOfValue(one.value), tone: 'warn' },
        '',
        instant(one.changedAt),
      ],
    ),
  ];
}

async function listSwitches(options: Options): Promise<void> {
  const body = await askRead<MatrixBody>(doorOf(options, READERS), 'switches');
  const items = body.items.filter((view) => {
    const definition = findSwitch(view.name);
    if (options.group !== undefined && definition?.group !== options.group) return false;
    return !options.changed || differs(view, definition);
  });
  if (options.json) {
    printJson({ ...body, items });
    return;
  }
  if (items.length === 0) {
    printError(options.changed ? 'Every switch is at its default.' : 'There is no such switch.');
    return;
  }
  printTable(COLUMNS, items.flatMap(rowsOf));
}
