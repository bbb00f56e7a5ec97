// The scale of a drawing's values: from a round value to a round one, with everything that has to be seen between them. Pure.
import { getNiceTickValues } from 'recharts';

const TICKS = 4;

export interface ValueScale {
  domain: [number, number];
  ticks: number[];
}

/** Of these values, without those that were not measured; of none at all, from 0 to 1. */
export function valueScale(values: readonly (number | null)[]): ValueScale {
  const known = values.filter((value) => value !== null);
  const [least, most] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1];
  const ticks = getNiceTickValues([least, most], TICKS, true);
  return { domain: [ticks[0] ?? least, ticks.at(-1) ?? most], ticks };
}
