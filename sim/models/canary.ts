// The canary of manual 5: one small bot for half an hour on the terms that the switches give it, with its loss, errors, latency and stream.
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import type { CanaryTerms } from './canary-terms.ts';
import type { Market } from './market.ts';
import { logNormal, poisson, type Random } from './random.ts';

/** Moments are milliseconds since 1970. */
export interface Canary {
  readonly startedAt: number;
  readonly pnlUsd: number;
  readonly streamUp: boolean;
  /** It trades what it was not given. */
  readonly strays: boolean;
  /** It lost what it may, and sends nothing any more. */
  readonly halted: boolean;
}

/** What is wrong with it on purpose. */
export interface CanaryTrouble {
  loses: boolean;
  /** Of its requests, 0 to 1, that fail. */
  errors: number;
  slow: boolean;
  streamDown: boolean;
  strays: boolean;
}

export interface CanaryStep {
  /** Null once it has ended. */
  canary: Canary | null;
  /** Its requests in this step. */
  requests: readonly { failed: boolean; latencySeconds: number }[];
}

const LASTS_MS = 30 * 60_000;
const REQUESTS_PER_SECOND = 4;
const MEDIAN_SECONDS = 0.09;
const SLOW_MEDIAN_SECONDS = 1.6;
const SPREAD = 0.35;
/** A position far larger than it was given. */
const LOST_PER_SECOND_USD = 8;

export function startCanary(now: number): Canary {
  return { startedAt: now, pnlUsd: 0, streamUp: true, strays: false, halted: false };
}

export interface CanaryAround {
  dtMs: number;
  now: number;
  values: SwitchReader;
  terms: CanaryTerms;
  market: Market;
  trouble: CanaryTrouble;
  random: Random;
}

/**
 * `dtMs` later. It ends after its half hour, and at once when strategies or new orders are stopped; at its largest loss it
 * halts. A position that is too large goes on losing up to the daily cap.
 */
export function stepCanary(before: Canary | null, around: CanaryAround): CanaryStep {
  const { dtMs, now, values, terms, market, trouble, random } = around;
  const stopped = !values.get('strategies_enabled') || !values.get('new_orders_enabled');
  if (before === null || stopped || now - before.startedAt >= LASTS_MS) return { canary: null, requests: [] };
  const seconds = dtMs / 1_000;
  const halted = before.pnlUsd <= -Math.min(terms.maxLossUsd, terms.dailyCapUsd);
  const moved = halted
    ? 0
    : terms.symbols.reduce((sum, one) => sum + terms.size * market.prices[one] * market.returns[one], 0);
  const lost = trouble.loses && before.pnlUsd > -terms.dailyCapUsd ? LOST_PER_SECOND_USD * seconds : 0;
  const median = trouble.slow ? SLOW_MEDIAN_SECONDS : MEDIAN_SECONDS;
  const sent = halted ? 0 : poisson(random, REQUESTS_PER_SECOND * seconds);
  const requests = Array.from({ length: sent }, () => ({
    failed: random() < trouble.errors,
    latencySeconds: logNormal(random, median, SPREAD),
  }));
  const pnlUsd = before.pnlUsd + moved - lost;
  return {
    canary: { ...before, pnlUsd, halted, streamUp: !trouble.streamDown, strays: trouble.strays },
    requests,
  };
}
