// The orders customers send: which market, how large, which side, and what for.
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import type { Order } from '#lib/rules/venue/route-order.ts';
import { logNormal, pick, poisson, type Random } from './random.ts';

export const ORDERS_PER_SECOND = 400;

export interface CustomerOrder extends Order {
  symbol: MarketSymbol;
  notionalUsd: number;
  side: 'buy' | 'sell';
}

/** Share of the flow, median notional in USD, and spread of its logarithm. Unlisted markets get a small share. */
interface Habit {
  share: number;
  median: number;
  sigma: number;
}
const OTHER: Habit = { share: 3, median: 300, sigma: 1.2 };
const HABITS: Partial<Record<MarketSymbol, Habit>> = {
  BTC: { share: 38, median: 1_800, sigma: 1.4 },
  ETH: { share: 27, median: 900, sigma: 1.3 },
  SOL: { share: 12, median: 500, sigma: 1.3 },
  XRP: { share: 7, median: 350, sigma: 1.2 },
  DOGE: { share: 6, median: 250, sigma: 1.3 },
  BNB: { share: 4, median: 400, sigma: 1.2 },
};
const habitOf = (symbol: MarketSymbol): Habit => HABITS[symbol] ?? OTHER;
const MARKETS = SYMBOLS.map((symbol) => [symbol, habitOf(symbol).share] as const);

const EFFECTS = [
  ['open', 35],
  ['increase', 20],
  ['reduce', 20],
  ['close', 25],
] as const;
const MARKET_SHARE = 0.7;
const SMALLEST_USD = 10;
const LARGEST_USD = 500_000;

/**
 * Orders of the next `dtMs`. `lean` in [-1, 1] is how much more customers of a market buy than sell; those who
 * reduce or close go against `held`, what the customers of that market hold together (in units of conviction).
 */
export function nextOrders(
  random: Random,
  dtMs: number,
  lean: (symbol: MarketSymbol) => number,
  held: (symbol: MarketSymbol) => number,
): CustomerOrder[] {
  const count = poisson(random, (ORDERS_PER_SECOND * dtMs) / 1_000);
  return Array.from({ length: count }, () => {
    const symbol = pick(random, MARKETS);
    const effect = pick(random, EFFECTS);
    const { median, sigma } = habitOf(symbol);
    const notional = Math.min(LARGEST_USD, Math.max(SMALLEST_USD, logNormal(random, median, sigma)));
    const opens = effect === 'open' || effect === 'increase';
    const buys = opens ? 0.5 + lean(symbol) / 2 : 0.5 - held(symbol) / 4;
    return {
      symbol,
      effect,
      notionalUsd: Math.round(notional * 100) / 100,
      type: random() < MARKET_SHARE ? 'market' : 'limit',
      side: random() < buys ? 'buy' : 'sell',
    };
  });
}
