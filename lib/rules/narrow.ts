// Whether a result passed so narrowly that whoever signs has to say that they have read it.

/** A pass counts as narrow within this share of its room. */
const NARROW_SHARE = 0.1;

/**
 * The room between limit and value as a share of all there is: up to 100% for shares that must be high, else of the
 * limit itself. Null where it cannot be told (a limit of nothing).
 */
function roomOf(value: number, limit: number, unit: string, higher: boolean): number | null {
  const whole = unit === '%' && higher ? 100 - limit : Math.abs(limit);
  return whole > 0 ? Math.abs(value - limit) / whole : null;
}

export interface Measured {
  value: number;
  limit: number;
  unit: string;
  comparator: string;
}

const HIGHER: readonly string[] = ['>', '>=', '≥'];

/** By how little a passing result passed, in words; null when it passed by more than a tenth of its room. */
export function narrowly({ value, limit, unit, comparator }: Measured): string | null {
  const higher = HIGHER.includes(comparator);
  const room = roomOf(value, limit, unit, higher);
  if (room === null || room >= NARROW_SHARE) return null;
  const gap = Number(Math.abs(value - limit).toPrecision(2));
  const points = unit === '%' ? `${gap} points` : `${gap}${unit === '' ? '' : ` ${unit}`}`;
  return `${points} ${higher ? 'above' : 'below'} its limit`;
}
