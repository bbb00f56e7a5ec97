// A figure of a form with its unit, as it is read on screen and on paper.
import type { Unit } from '#lib/catalog/programme-types.ts';

const PLAIN: Readonly<Record<Unit, string>> = {
  ...{
    ms: ' ms',
    s: ' s',
    min: ' min',
    '%': '%',
    bp: ' bp',
    usd: '',
    count: '',
    'per day': ' a day',
    ratio: '×',
  },
};

/** A figure with its unit, rounded to what can be read: `99.04%`, `$1,234.5`, `0.38 s`. */
export function figureText(value: number, unit: Unit): string {
  const rounded = Number(value.toPrecision(Math.abs(value) >= 10_000 ? 7 : 5));
  const text = rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
  return unit === 'usd' ? (rounded < 0 ? `-$${text.slice(1)}` : `$${text}`) : `${text}${PLAIN[unit]}`;
}
