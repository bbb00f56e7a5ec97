// What becomes of an order that was placed: whether it fails, how long it takes, and at what price it is filled.
import type { MarketSymbol } from '#lib/catalog/symbols.ts';
import { logNormal, normal, type Random } from './random.ts';

export interface Outcome {
  end: 'filled' | 'unfilled' | 'failed';
  latencySeconds: number;
  /** Share by which the price of its fill differs from the reference price; 0 for what is not filled. */
  deviation: number;
}

/** What is wrong at HL on purpose. */
export interface Trouble {
  /** Of what is placed, 0 to 1, that ends in an error. */
  errors: number;
  /** The books are thin: much is not filled. */
  thin: boolean;
  /** The symbol whose price at HL has moved away from every other exchange. */
  offSymbol: MarketSymbol | null;
}

const INTERNAL_MEDIAN_SECONDS = 0.003;
const SPREAD = 0.35;
const USUALLY_UNFILLED = 0.02;
const UNFILLED_IN_TROUBLE = 0.4;
/** Slippage of an ordinary fill, a share of the price. */
const SLIPPAGE = 0.000_6;
const OFF_BY = 0.08;

/** An internalised order is filled by the venue itself, at the reference price. */
export function internalOutcome(random: Random): Outcome {
  return {
    ...{ end: 'filled', deviation: 0 },
    latencySeconds: logNormal(random, INTERNAL_MEDIAN_SECONDS, SPREAD),
  };
}

export function hlOutcome(
  symbol: MarketSymbol,
  hlLatencyMs: number,
  trouble: Trouble,
  random: Random,
): Outcome {
  const latencySeconds = logNormal(random, hlLatencyMs / 1_000, SPREAD);
  if (random() < trouble.errors) return { end: 'failed', latencySeconds, deviation: 0 };
  if (random() < (trouble.thin ? UNFILLED_IN_TROUBLE : USUALLY_UNFILLED))
    return { end: 'unfilled', latencySeconds, deviation: 0 };
  const slip = Math.abs(SLIPPAGE * normal(random));
  const off = trouble.offSymbol === symbol ? OFF_BY : 0;
  return { end: 'filled', latencySeconds, deviation: off + slip };
}
