// The market the venue trades in: prices, their volatility, how fast HL answers, and what customers lean towards.
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import { normal, type Random } from './random.ts';

export interface Market {
  readonly prices: Readonly<Record<MarketSymbol, number>>;
  /** Log return of each market over the last step. */
  readonly returns: Readonly<Record<MarketSymbol, number>>;
  /** Percent a day. */
  readonly volatilityPct: number;
  readonly hlLatencyMs: number;
  /** From -1 (all sell) to 1 (all buy). */
  readonly lean: Readonly<Record<MarketSymbol, number>>;
}

const USUAL_VOLATILITY_PCT = 1.8;
const USUAL_LATENCY_MS = 42;
const DAY_S = 86_400;
const START_PRICES: Partial<Record<MarketSymbol, number>> = {
  BTC: 61_000,
  ETH: 3_100,
  SOL: 145,
  BNB: 560,
  XRP: 0.55,
  DOGE: 0.14,
  AVAX: 31,
  LINK: 14.5,
};
/** How fast each mood returns to its usual value: the share of the distance covered in a second. */
const PULL = { volatility: 0.01, latency: 0.25, lean: 0.02 };
const NOISE = { volatility: 0.015, latency: 0.16, lean: 0.012 };

function perSymbol(value: (symbol: MarketSymbol) => number): Record<MarketSymbol, number> {
  return Object.fromEntries(SYMBOLS.map((symbol) => [symbol, value(symbol)])) as Record<MarketSymbol, number>;
}

export function openMarket(): Market {
  return {
    prices: perSymbol((symbol) => START_PRICES[symbol] ?? 1),
    returns: perSymbol(() => 0),
    volatilityPct: USUAL_VOLATILITY_PCT,
    hlLatencyMs: USUAL_LATENCY_MS,
    lean: perSymbol(() => 0),
  };
}

/** One step of a quantity that wanders but is drawn back to `usual` (on a logarithmic scale). */
function wander(
  value: number,
  usual: number,
  pull: number,
  noise: number,
  seconds: number,
  random: Random,
): number {
  const log = Math.log(value / usual);
  return (
    usual * Math.exp(log * (1 - Math.min(1, pull * seconds)) + noise * Math.sqrt(seconds) * normal(random))
  );
}

/** What HL needs for an answer while it is slow on purpose. */
const SLOW_LATENCY_MS = 1_900;

/** The market `dtMs` later. */
export function stepMarket(market: Market, dtMs: number, random: Random, hlSlow = false): Market {
  const seconds = dtMs / 1_000;
  const { volatilityPct, hlLatencyMs } = market;
  const perStep = (volatilityPct / 100) * Math.sqrt(seconds / DAY_S);
  const returns = perSymbol(() => perStep * normal(random));
  return {
    returns,
    prices: perSymbol((symbol) => market.prices[symbol] * Math.exp(returns[symbol])),
    volatilityPct: wander(
      volatilityPct,
      USUAL_VOLATILITY_PCT,
      PULL.volatility,
      NOISE.volatility,
      seconds,
      random,
    ),
    hlLatencyMs: wander(
      hlLatencyMs,
      hlSlow ? SLOW_LATENCY_MS : USUAL_LATENCY_MS,
      PULL.latency,
      NOISE.latency,
      seconds,
      random,
    ),
    lean: perSymbol((symbol) => {
      const next =
        market.lean[symbol] * (1 - PULL.lean * seconds) + NOISE.lean * Math.sqrt(seconds) * normal(random);
      return Math.min(1, Math.max(-1, next));
    }),
  };
}

/** What the venue knows of the market when its stream brings nothing: the last prices stand, and nothing moves. */
export function frozenMarket(seen: Market): Market {
  return Object.values(seen.returns).some((moved) => moved !== 0)
    ? { ...seen, returns: perSymbol(() => 0) }
    : seen;
}

/** The first look after a silence: whatever moved meanwhile moves at once. */
export function caughtUp(seen: Market, actual: Market): Market {
  return {
    ...actual,
    returns: perSymbol((symbol) => Math.log(actual.prices[symbol] / seen.prices[symbol])),
  };
}
