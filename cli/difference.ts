// A difference as the command line shows it on stderr: a place a line, what it is and what it becomes.
import type { ChangeView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { printable, toned } from './output.ts';
import { placeName, textOfValue } from './switch-value.ts';
import { textWidth } from './text-width.ts';

export interface Difference {
  switch: string;
  symbol: string | null;
  from: WireValue;
  to: WireValue;
  /** The symbol has no value of its own before (after): the whole venue's holds. */
  fromInherited: boolean;
  toInherited: boolean;
}

export interface DifferenceLine extends Difference {
  /** `raising` and the like; empty where nobody knows. */
  way: string;
  /** What else is to be known of this place. */
  mark?: string;
}

export function differenceOf(change: ChangeView): DifferenceLine {
  return {
    switch: change.switch,
    symbol: change.symbol,
    from: change.oldValue,
    to: change.newValue,
    fromInherited: change.oldInherited,
    toInherited: change.newInherited,
    way: change.direction,
  };
}

function written(value: WireValue, inherited: boolean): string {
  return printable(inherited ? `${textOfValue(value)} (the whole venue's)` : textOfValue(value));
}

export function printDifference(lines: readonly DifferenceLine[]): void {
  const places = lines.map((one) => printable(placeName(one.switch, one.symbol)));
  const width = Math.max(...places.map(textWidth));
  for (const [i, { way, mark = '', ...one }] of lines.entries()) {
    const place = places[i] ?? '';
    const to = toned(way === 'raising' ? 'warn' : 'good', written(one.to, one.toInherited), process.stderr);
    const rest = [way, mark].filter((words) => words !== '').map((words) => `  ${words}`);
    process.stderr.write(
      `  ${place}${' '.repeat(width - textWidth(place))}  ${written(one.from, one.fromInherited)} → ${to}${rest.join('')}\n`,
    );
  }
}
