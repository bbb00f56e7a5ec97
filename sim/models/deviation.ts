// How far the price of a single order was from the reference price of its symbol: the largest of the last seconds.
import type { MarketSymbol } from '#lib/catalog/symbols.ts';

/** Long enough that every scrape sees each order, however short the trouble was. */
export const WINDOW_MS = 10_000;

type Largest = ReadonlyMap<MarketSymbol, number>;

/** The window that is under way and the one before it, so that what is shown is between one and two windows old. */
export interface Deviations {
  readonly beganAt: number;
  readonly current: Largest;
  readonly previous: Largest;
}

export function openDeviations(now: number): Deviations {
  return { beganAt: now, current: new Map(), previous: new Map() };
}

export function noteDeviations(
  before: Deviations,
  now: number,
  orders: readonly { symbol: MarketSymbol; deviation: number }[],
): Deviations {
  const over = now - before.beganAt >= WINDOW_MS;
  const current = new Map(over ? [] : before.current);
  for (const { symbol, deviation } of orders)
    current.set(symbol, Math.max(deviation, current.get(symbol) ?? 0));
  return over ? { beganAt: now, current, previous: before.current } : { ...before, current };
}

/** A share of the reference price, 0.05 is 5%. */
export function largestDeviation({ current, previous }: Deviations, symbol: MarketSymbol): number {
  return Math.max(current.get(symbol) ?? 0, previous.get(symbol) ?? 0);
}
