// A small trading bot as the criteria of manual 5 look at it: requests, signals it takes or turns down, orders, one position, its stream.
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

export interface BotStep {
  bot: Bot;
  latencies: readonly number[];
  errors: number;
  signals: number;
  accepted: number;
  orders: number;
  filled: number;
  disconnects: number;
  reconnects: number;
}

const REQUESTS_PER_SECOND = 4;
const SIGNALS_PER_SECOND = 0.2;
const HOLDS_MS = 20_000;
const MEDIAN_SECONDS = 0.09;
const SLOW_SECONDS = 1.6;
const SPREAD = 0.35;
const TURNED_DOWN = 0.03;
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

export function stepBot(
  before: Bot,
  now: number,
  dtMs: number,
  trouble: BotTrouble,
  random: Random,
): BotStep {
  const seconds = dtMs / 1_000;
  const requests = poisson(random, REQUESTS_PER_SECOND * seconds);
  const median = trouble.slow ? SLOW_SECONDS : MEDIAN_SECONDS;
  const latencies = Array.from({ length: requests }, () => logNormal(random, median, SPREAD));
  const signals = poisson(random, SIGNALS_PER_SECOND * seconds);
  const accepted = signals - share(random, signals, trouble.picky ? TURNED_DOWN_WHEN_PICKY : TURNED_DOWN);
  const filled = accepted - share(random, accepted, trouble.errors ? FAILED_IN_TROUBLE : UNFILLED);
  const open = filled > 0 ? now + HOLDS_MS : before.holdsUntil;
  const downSince = trouble.streamDown ? (before.downSince ?? now) : null;
  return {
    bot: { ...before, holdsUntil: open !== null && open > now ? open : null, downSince },
    ...{ latencies, signals, accepted, orders: accepted, filled },
    errors: trouble.errors ? share(random, requests, FAILED_IN_TROUBLE) : 0,
    disconnects: before.downSince === null && downSince !== null ? 1 : 0,
    reconnects: before.downSince !== null && downSince === null ? 1 : 0,
  };
}
