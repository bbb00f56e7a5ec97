// Orders a second that each instance took lately, from counts that only grow. Pure.
import type { OrderCounts } from './order-stream.ts';

export interface Counted {
  /** Milliseconds since 1970. */
  at: number;
  counts: Pick<OrderCounts, 'byInstance' | 'lost'>;
}

export interface OrderRate {
  perSecond: number;
  /** Of its orders, 0 to 1, that failed; null when there were none. */
  failed: number | null;
}

/** Rates are over the last so many ms. */
const WINDOW_MS = 10_000;

/** What is kept: one count that is older than the window, and all that are younger. */
export function withCount(kept: readonly Counted[], next: Counted): readonly Counted[] {
  const young = kept.filter(({ at }) => next.at - at < WINDOW_MS);
  const old = kept.filter(({ at }) => next.at - at >= WINDOW_MS).slice(-1);
  return [...old, ...young, next];
}

/** Of these instances together. */
export function rateOf(kept: readonly Counted[], instances: readonly string[]): OrderRate {
  const [first, last] = [kept[0], kept.at(-1)];
  if (!first || !last || last.at <= first.at) return { perSecond: 0, failed: null };
  const sum = (of: Counted, what: 'ok' | 'failed') =>
    instances.reduce((total, name) => total + (of.counts.byInstance[name]?.[what] ?? 0), 0);
  const grown = (what: 'ok' | 'failed') => sum(last, what) - sum(first, what);
  const all = grown('ok') + grown('failed');
  return {
    perSecond: all / ((last.at - first.at) / 1_000),
    failed: all === 0 ? null : grown('failed') / all,
  };
}
