// Prints the rows as one table, with the notes under it.
import { type Row, verdictOf } from './row.ts';

const HEAD = ['', 'measured', 'baseline', 'ratio', 'budget', 'verdict'];

/** Lines of the table: columns wide enough for their content, two spaces apart. */
export function tableOf(rows: readonly Row[]): string[] {
  const notes: string[] = [];
  const marked = (row: Row) => {
    const note = row.skipped ?? row.note;
    if (note === undefined) return row.what;
    if (!notes.includes(note)) notes.push(note);
    return `${row.what} [${notes.indexOf(note) + 1}]`;
  };
  const cells = rows.map((row) => [
    marked(row),
    row.measured,
    row.baseline ?? '',
    row.ratio === undefined ? '' : `${row.ratio.toFixed(2)}x`,
    row.budget ?? '',
    verdictOf(row),
  ]);
  const lines = [HEAD, ...cells];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const rule = '-'.repeat(Math.max(...text.map((line) => line.length)));
  return [text[0] ?? '', rule, ...text.slice(1), '', ...notes.map((note, index) => `[${index + 1}] ${note}`)];
}

/** `8.1 / 14.0 ms`. */
export function milliseconds(...values: number[]): string {
  return `${values.map((value) => value.toFixed(1)).join(' / ')} ms`;
}

/** `61,200/s`. */
export function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en-US')}/s`;
}
