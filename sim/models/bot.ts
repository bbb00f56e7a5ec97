// A small trading bot as the criteria of manual 5 look at it: requests, signals it takes or turns down, orders, one position, its stream.
import type { CanaryTerms } from './canary-terms.ts';
import { logNormal, poisson, type Random } from './random.ts';

/** Moments are milliseconds since 1970. */
export interface Bot {
  readonly startedAt: number;
  /** Until when its one position is open; null without one. */
  readonly holdsUntil: number | null;
  readonly downSince: number | null;
}

/** What is wrong with it on purpose. */
export interface BotTrouble {
  errors: boolean;
  slow: boolean;
  streamDown: boolean;
  /** Its filters turn down much of what they should take. */
  picky: boolean;
}

/** What a signal is turned down by; it is counted by the first that does. */
export const FILTERS = ['spread', 'depth', 'rsi', 'volatility'] as const;
export type Filter = (typeof FILTERS)[number];

/** As much of its terms as a bot acts by. */
export type BotTerms = Pick<
  CanaryTerms,
  'symbols' | 'mode' | 'rsiConfirmation' | 'volatilityFilter' | 'maxSpreadBps' | 'minDepthUsd'
>;

export interface BotStep {
  bot: Bot;
  latencies: readonly number[];
  errors: number;
  signals: number;
  accepted: number;
  turnedDown: Readonly<Record<Filter, number>>;
  orders: number;
  filled: number;
  disconnects: number;
  reconnects: number;
}

const REQUESTS_PER_SECOND = 4;
const SIGNALS_PER_SECOND = { CONSERVATIVE: 0.2, STANDARD: 0.4 } as const;
const SPREAD_BPS = 4;
const SPREAD_SIGMA = 0.5;
const DEPTH_USD = 900_000;
const DEPTH_SIGMA = 0.7;
/** Of signals that spread and depth let through. */
const UNCONFIRMED = 0.012;
const TOO_VOLATILE = { STRICT: 0.012, NORMAL: 0.004, OFF: 0 } as const;
const HOLDS_MS = 20_000;
const MEDIAN_SECONDS = 0.09;
const SLOW_SECONDS = 1.6;
const SPREAD = 0.35;
const TURNED_DOWN_WHEN_PICKY = 0.4;
const UNFILLED = 0.01;
const FAILED_IN_TROUBLE = 0.2;

export function startBot(now: number): Bot {
  return { startedAt: now, holdsUntil: null, downSince: null };
}

function share(random: Random, of: number, probability: number): number {
  let count = 0;
  for (let left = of; left > 0; left -= 1) if (random() < probability) count += 1;
  return count;
}

/** What turns one signal down; undefined where it is taken. */
function turnedDownBy(terms: BotTerms, picky: boolean, random: Random): Filter | undefined {
  if (logNormal(random, SPREAD_BPS, SPREAD_SIGMA) >= terms.maxSpreadBps) return 'spread';
  if (logNormal(random, DEPTH_USD, DEPTH_SIGMA) <= terms.minDepthUsd) return 'depth';
  if (terms.rsiConfirmation && random() < (picky ? TURNED_DOWN_WHEN_PICKY : UNCONFIRMED)) return 'rsi';
  return random() < TOO_VOLATILE[terms.volatilityFilter] ? 'volatility' : undefined;
}

export interface BotAround {
  now: number;
  dtMs: number;
  terms: BotTerms;
  trouble: BotTrouble;
  random: Random;
}

export function stepBot(before: Bot, { now, dtMs, terms, trouble, random }: BotAround): BotStep {
  const seconds = dtMs / 1_000;
  const requests = poisson(random, REQUESTS_PER_SECOND * seconds);
  const median = trouble.slow ? SLOW_SECONDS : MEDIAN_SECONDS;
  const latencies = Array.from({ length: requests }, () => logNormal(random, median, SPREAD));
  const signals = terms.symbols.length > 0 ? poisson(random, SIGNALS_PER_SECOND[terms.mode] * seconds) : 0;
  const turnedDown = { spread: 0, depth: 0, rsi: 0, volatility: 0 };
  for (let left = signals; left > 0; left -= 1) {
    const filter = turnedDownBy(terms, trouble.picky, random);
    if (filter) turnedDown[filter] += 1;
  }
  const accepted = signals - Object.values(turnedDown).reduce((sum, count) => sum + count, 0);
  const filled = accepted - share(random, accepted, trouble.errors ? FAILED_IN_TROUBLE : UNFILLED);
  const open = filled > 0 ? now + HOLDS_MS : before.holdsUntil;
  const downSince = trouble.streamDown ? (before.downSince ?? now) : null;
  return {
    bot: { ...before, holdsUntil: open !== null && open > now ? open : null, downSince },
    ...{ latencies, signals, accepted, turnedDown, orders: accepted, filled },
    errors: trouble.errors ? share(random, requests, FAILED_IN_TROUBLE) : 0,
    disconnects: before.downSince === null && downSince !== null ? 1 : 0,
    reconnects: before.downSince !== null && downSince === null ? 1 : 0,
  };
}
