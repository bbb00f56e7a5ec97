// Tables that fit the terminal: the least important columns give way first; in a file or a pipe every value is whole.
import { printable, type Tone, toned } from './output.ts';
import { fitted, textWidth } from './text-width.ts';

export interface Column {
  title: string;
  /** Columns with the highest number give way first; without one a column never does. */
  gives?: number;
}

export interface Cell {
  text: string;
  tone: Tone;
}

export type Row = readonly (string | Cell)[];

const GAP = 2;
/** Narrower than this a cell says nothing. */
const LEAST = 6;

/** Columns of the terminal; undefined when nobody looks at one. */
export function terminalWidth(): number | undefined {
  if (!process.stdout.isTTY) return undefined;
  const told = Number(process.env.COLUMNS);
  return Number.isInteger(told) && told > 0 ? told : process.stdout.columns || 80;
}

function narrowed(columns: readonly Column[], natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  const order = columns
    .map(({ gives }, index) => ({ gives, index }))
    .filter((one): one is { gives: number; index: number } => one.gives !== undefined)
    .sort((a, b) => b.gives - a.gives);
  let over = widths.reduce((sum, width) => sum + width, 0) + GAP * (columns.length - 1) - room;
  for (const { index } of order) {
    if (over <= 0) break;
    const width = widths[index] ?? 0;
    const given = Math.min(over, Math.max(0, width - LEAST));
    widths[index] = width - given;
    over -= given;
  }
  return widths;
}

/** The lines of a table, title first. `room` is what a line may take; undefined: as much as it needs. */
export function tableLines(columns: readonly Column[], rows: readonly Row[], room?: number): string[] {
  const cells = [columns.map(({ title }): Cell => ({ text: title, tone: 'quiet' })), ...rows].map((row) =>
    row.map((cell) =>
      typeof cell === 'string' ? { text: printable(cell) } : { ...cell, text: printable(cell.text) },
    ),
  );
  const natural = columns.map((_, i) => Math.max(...cells.map((row) => textWidth(row[i]?.text ?? ''))));
  const widths = room === undefined ? natural : narrowed(columns, natural, room);
  return cells.map((row) => {
    const last = row.findLastIndex(({ text }) => text !== '');
    return row
      .slice(0, last + 1)
      .map((cell, i) => {
        const text = fitted(cell.text, widths[i] ?? 0);
        const padding = i === last ? '' : ' '.repeat((widths[i] ?? 0) - textWidth(text) + GAP);
        return `${'tone' in cell ? toned(cell.tone, text) : text}${padding}`;
      })
      .join('');
  });
}

export function printTable(columns: readonly Column[], rows: readonly Row[]): void {
  for (const line of tableLines(columns, rows, terminalWidth())) process.stdout.write(`${line}\n`);
}
