// Orders per second by route over the last minute and a half, in half-second steps.
import type { Routing } from '#lib/rules/venue/route-order.ts';

export type Route = Routing['route'];
export const ROUTES: readonly Route[] = ['internal', 'hl', 'refused'];
export type Counts = Readonly<Record<Route, number>>;

export const STEP_MS = 500;
export const STEPS = 180;
const SMOOTH_OVER = 2;

export interface Rates {
  readonly totals: Counts;
  /** Orders of each finished step, oldest first, at most STEPS. */
  readonly steps: readonly Counts[];
}

export const NO_ORDERS: Counts = { internal: 0, hl: 0, refused: 0 };
export const NO_RATES: Rates = { totals: NO_ORDERS, steps: [] };

/** Closes a step: `totals` are the orders counted since the start. */
export function closeStep(rates: Rates, totals: Counts): Rates {
  const step = {
    internal: totals.internal - rates.totals.internal,
    hl: totals.hl - rates.totals.hl,
    refused: totals.refused - rates.totals.refused,
  };
  return { totals, steps: [...rates.steps, step].slice(-STEPS) };
}

/** Per second, over the second that ends with each step. */
export function perSecond(rates: Rates): Counts[] {
  return rates.steps.map((_, index) => {
    const window = rates.steps.slice(Math.max(0, index + 1 - SMOOTH_OVER), index + 1);
    const scale = 1_000 / (STEP_MS * window.length);
    const sum = (route: Route) => Math.round(window.reduce((total, step) => total + step[route], 0) * scale);
    return { internal: sum('internal'), hl: sum('hl'), refused: sum('refused') };
  });
}
