// `bulkhead switch history`: every change of one switch, newest first, with its proof of effect.
import type { Command } from 'commander';
import type { EffectView, HistoryBody, NextBefore } from '#lib/contract/console.ts';
import { askRead } from './api.ts';
import { type Door, type DoorOptions, doorOf } from './door.ts';
import { wholeNumber } from './numbers.ts';
import { printError, printJson } from './output.ts';
import { nameArgument, READERS, symbolOption } from './switch-arguments.ts';
import { textOfValue } from './switch-value.ts';
import { type Cell, type Column, printTable } from './table.ts';
import { instant } from './times.ts';

interface Options extends DoorOptions {
  symbol?: string;
  limit: number;
}

export type HistoryItem = HistoryBody['items'][number];

/** Rows that the API gives at once, at most. */
const PAGE = 200;

const COLUMNS: readonly Column[] = [
  { title: 'TIME', gives: 1 },
  { title: 'SYMBOL' },
  { title: 'FROM', gives: 3 },
  { title: 'TO', gives: 2 },
  { title: 'WHO', gives: 4 },
  { title: 'REVISION' },
  { title: 'EFFECT', gives: 5 },
  { title: 'REASON', gives: 6 },
];

export function asSwitchHistory(command: Command): Command {
  return command
    .description('Show the changes of a switch, newest first.')
    .addArgument(nameArgument())
    .addOption(symbolOption())
    .option('--limit <number>', 'at most this many', wholeNumber(1, 10_000), 20)
    .action((name: string, _options, own: Command) => switchHistory(name, own.optsWithGlobals()));
}

/** Pages of the history, newest first. */
export async function* historyPages(door: Door, name: string, symbol: string | undefined, limit: number) {
  let before: string | undefined;
  for (let left = limit; left > 0; ) {
    const page: HistoryBody = await askRead(door, 'switch-history', {
      switch: name,
      symbol,
      before,
      limit: Math.min(left, PAGE),
    });
    yield page;
    if (page.nextBefore === null || page.items.length === 0) return;
    before = page.nextBefore;
    left -= page.items.length;
  }
}

async function switchHistory(name: string, options: Options): Promise<void> {
  const items: HistoryItem[] = [];
  let nextBefore: NextBefore = null;
  for await (const page of historyPages(doorOf(options, READERS), name, options.symbol, options.limit)) {
    items.push(...page.items);
    nextBefore = page.nextBefore;
  }
  if (options.json) {
    printJson({ items, nextBefore } satisfies HistoryBody);
    return;
  }
  if (items.length === 0) {
    printError(`${name} has no changes${options.symbol ? ` for ${options.symbol}` : ''}.`);
    return;
  }
  printTable(
    COLUMNS,
    items.map((item) => [
      instant(item.at),
      item.symbol ?? '',
      textOfValue(item.oldValue),
      item.newInherited ? `${textOfValue(item.newValue)} (venue)` : textOfValue(item.newValue),
      item.actor.name,
      `${item.epoch}.${item.revision}`,
      effectCell(item.effect),
      item.reason,
    ]),
  );
  if (nextBefore !== null) printError('There are older changes: ask for more with --limit.');
}

/** `14/14, 38 ms`: instances that have it, and the slowest of them. */
function effectCell(effect: EffectView): Cell | string {
  if (effect.expected === 0) return '';
  const slowest = effect.slowestMs === null ? '' : `, ${Math.round(effect.slowestMs)} ms`;
  return {
    text: `${effect.applied}/${effect.expected}${slowest}`,
    tone: effect.state === 'partial' || effect.overBudget ? 'bad' : 'good',
  };
}
