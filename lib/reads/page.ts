// One page of a list: a row more than asked for tells that there is another page, and the last row kept says where it begins.
import type { NextBefore } from '#lib/contract/console.ts';

/** How many rows to read for a page of `limit`. */
export function toRead(limit: number): number {
  return limit + 1;
}

/** `rows` are those read with `toRead`, newest first; `placeOf` names the place of a row in their order. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => string,
): { rows: readonly Row[]; nextBefore: NextBefore } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { rows: kept, nextBefore: rows.length > limit && last !== undefined ? placeOf(last) : null };
}
