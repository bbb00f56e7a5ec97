// `bulkhead procedures`: the catalogue that `run start` takes from, with what is due and what runs now.
import type { Command } from 'commander';
import { runName } from '#lib/catalog/runs.ts';
import type { ProceduresBody, ProcedureView } from '#lib/contract/runs.ts';
import { askRead } from './api.ts';
import { type DoorOptions, doorOf } from './door.ts';
import { printError, printJson } from './output.ts';
import { READERS } from './switch-arguments.ts';
import { type Cell, type Column, printTable } from './table.ts';
import { instant } from './times.ts';

interface Options extends DoorOptions {
  due?: boolean;
}

const COLUMNS: readonly Column[] = [
  { title: 'PROCEDURE' },
  { title: 'KIND', gives: 3 },
  { title: 'TITLE', gives: 1 },
  { title: 'DUE' },
  { title: 'RUNS NOW', gives: 2 },
];

const TONES = { done: 'good', due: 'warn', overdue: 'bad' } as const;

export function asProcedures(command: Command): Command {
  return command
    .description('List the procedures that bulkhead run starts, with the operations that are due.')
    .option('--due', 'only operations that are due or overdue')
    .action((_options, own: Command) => procedures(own.optsWithGlobals()));
}

function dueCell({ due }: ProcedureView): string | Cell {
  if (!due) return '';
  const text = due.state === 'done' ? 'done' : `${due.state}, by ${instant(due.by)}`;
  return { text, tone: TONES[due.state] };
}

async function procedures(options: Options): Promise<void> {
  const body = await askRead<ProceduresBody>(doorOf(options, READERS), 'procedures');
  const items = options.due
    ? body.items.filter(({ due }) => due !== null && due.state !== 'done')
    : body.items;
  if (options.json) return printJson({ ...body, items });
  if (items.length === 0) return printError('No operation is due.');
  printTable(
    COLUMNS,
    items.map((one) => [
      ...[one.key, one.kind, one.title, dueCell(one)],
      one.active.map(({ number }) => runName(number)).join(', '),
    ]),
  );
}
