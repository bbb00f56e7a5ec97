// What is measured of a version, and the baseline that the old one leaves. Pure.
import { LEAST } from '#lib/catalog/releases.ts';

/** What was measured of instances of one side; null is what nobody knows. Rates and percentiles are of the last window. */
export interface SideMeasures {
  /** Instances that answer, of those there are. */
  up: { answering: number; of: number } | null;
  /** Every version that answers on this side. */
  versions: readonly string[] | null;
  /** Parts by name: false is down. */
  components: Readonly<Record<string, boolean>> | null;
  requests: number | null;
  errors: number | null;
  p99Ms: number | null;
  won: number | null;
  lost: number | null;
  /** Trades of the last window, won or lost. */
  tradedNow: number | null;
  mismatches: number | null;
  /** Since it has traffic. */
  restarts: number | null;
  trades: number | null;
  failedTrades: number | null;
}

export const NOT_MEASURED: SideMeasures = {
  ...{ up: null, versions: null, components: null, requests: null, errors: null, p99Ms: null, won: null },
  ...{ lost: null, tradedNow: null, mismatches: null, restarts: null, trades: null, failedTrades: null },
};

/** Of the old version, before the first step. */
export interface Baseline {
  requests: number;
  errorRate: number;
  p99Ms: number;
  /** Null when there were too few trades to say. */
  winRate: number | null;
  /** Null when its trades were not measured. */
  tradesPerRequest?: number | null;
  /** ISO 8601. */
  at: string;
}

/** The old version before the first step; null while there is too little traffic to compare with. */
export function baselineOf(measures: SideMeasures | null, at: Date): Baseline | null {
  if (measures === null) return null;
  const { requests, errors, p99Ms, won, lost, tradedNow } = measures;
  if (requests === null || errors === null || p99Ms === null || requests < LEAST.requests || p99Ms <= 0)
    return null;
  const trades = (won ?? 0) + (lost ?? 0);
  const winRateThen = won !== null && lost !== null && trades >= LEAST.trades ? won / trades : null;
  return {
    ...{ requests, errorRate: errors / requests, p99Ms, winRate: winRateThen, at: at.toISOString() },
    tradesPerRequest: tradedNow === null ? null : tradedNow / requests,
  };
}
