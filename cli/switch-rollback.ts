// `bulkhead switch rollback`: the value that held at a time, with the difference shown first.
import { type Command, Option } from 'commander';
import type { StatusBody, SwitchView } from '#lib/contract/console.ts';
import { sameValue } from '#lib/contract/values.ts';
import { askRead } from './api.ts';
import { guardOf, showAndSend } from './change-preview.ts';
import type { Difference } from './difference.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { CliFailure } from './failure.ts';
import { wholeNumber } from './numbers.ts';
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
import { type HistoryItem, historyPages } from './switch-history.ts';
import { placeName } from './switch-value.ts';
import { momentArgument } from './times.ts';

interface Options extends DoorOptions, WriteOptions {
  to?: string;
  minutesAgo?: number;
}

/** Changes that are looked through for the moment; the server itself looks in its snapshots. */
const FAR = 5_000;

const HELP = `
The difference is shown first; on a terminal you are asked, elsewhere --yes says that nobody has to be.
A switch that changed between the difference and your word is refused (exit code 6).`;

export function asRollbackSwitch(command: Command): Command {
  return withTerms(command)
    .description('Roll a switch back to the value that held at a time.')
    .addArgument(nameArgument())
    .addOption(symbolOption())
    .option('--to <time>', 'the moment, with its zone: 2026-03-19T03:07:40Z', momentArgument)
    .addOption(
      new Option('--minutes-ago <number>', 'the moment that many minutes ago, by the clock of the database')
        .argParser(wholeNumber(0, 1_000_000))
        .conflicts('to'),
    )
    .addOption(reasonOption())
    .addOption(yesOption())
    .addOption(expectedRevisionOption())
    .addOption(keyOption())
    .addHelpText('after', HELP)
    .action((name: string, _options, own: Command) => rollbackSwitch(name, own.optsWithGlobals()));
}

async function momentOf(door: Door, options: Options): Promise<string> {
  if (options.to !== undefined) return options.to;
  if (options.minutesAgo === undefined) {
    throw new CliFailure('invalid_input', 'Say which moment: --to TIME or --minutes-ago NUMBER.');
  }
  const { now } = await askRead<StatusBody>(door, 'status');
  return new Date(Date.parse(now) - options.minutesAgo * 60_000).toISOString();
}

/** The changes of one place since a moment, newest first; `before` is the newest one that is not younger. */
async function since(door: Door, view: SwitchView, symbol: string | null, moment: number) {
  const younger: HistoryItem[] = [];
  let before: HistoryItem | undefined;
  for await (const page of historyPages(door, view.name, symbol ?? undefined, FAR)) {
    const own = page.items.filter((item) => item.symbol === symbol);
    const index = own.findIndex((item) => Date.parse(item.at) <= moment);
    younger.push(...(index < 0 ? own : own.slice(0, index)));
    before = own[index];
    if (before) break;
  }
  return { younger, before };
}

/** Nothing when the value then is the value now. */
async function differenceOf(
  door: Door,
  view: SwitchView,
  symbol: string | undefined,
  at: string,
): Promise<Difference[]> {
  const now = valueAt(view, symbol);
  const { younger, before } = await since(door, view, symbol ?? null, Date.parse(at));
  const oldest = younger.at(-1);
  if (!oldest) return [];
  // Before its first change a symbol has no value of its own.
  const inherited = symbol !== undefined && (before?.newInherited ?? true);
  const then = inherited ? view.value : before ? before.newValue : oldest.oldValue;
  if (sameValue(now.value, then) && now.inherited === inherited) return [];
  return [
    {
      switch: view.name,
      symbol: symbol ?? null,
      from: now.value,
      fromInherited: now.inherited,
      to: then,
      toInherited: inherited,
    },
  ];
}

async function rollbackSwitch(name: string, options: Options): Promise<void> {
  const door = doorOf(options, rolesFor([name]));
  const { symbol } = options;
  const { view, epoch } = await switchView(door, name);
  const guard = guardOf(options, { epoch, revision: valueAt(view, symbol).revision });
  const at = await momentOf(door, options);
  await showAndSend(
    door,
    {
      command: 'rollback-switch',
      input: {
        switch: name,
        ...(symbol === undefined ? {} : { symbol }),
        at,
        ...guard.input,
      },
      title: `Roll ${placeName(name, symbol)} back to ${at}`,
      differences: await differenceOf(door, view, symbol, at),
      again: `--to ${at}${guard.again}`,
    },
    options,
  );
}
