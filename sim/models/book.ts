// The venue's own risk: what internalised orders leave it with, what the hedge takes off, and what that earns or costs.
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import type { Market } from './market.ts';
import type { CustomerOrder } from './order-flow.ts';
import { normal, type Random } from './random.ts';

/** US dollars, floating point: a simulation for charts, not accounting. Positive = the venue is long. */
export interface Book {
  readonly internal: Readonly<Record<MarketSymbol, number>>;
  readonly hedge: Readonly<Record<MarketSymbol, number>>;
  readonly dailyPnl: number;
  readonly reserve: number;
  /** Hedge instructions that were only written down (`hedge_execution` log). */
  readonly hedgesLogged: number;
  /** Lost by a fill that the exchange may still take back; 0 without one. */
  readonly badFillUsd: number;
}

const START_RESERVE_USD = 620_000;
/** What is in the hedge account; times the largest leverage is what it can hold. */
export const HEDGE_ACCOUNT_USD = 400_000;
const TIER_1_SHARE = 0.5;
const TIER_2_SHARE = 0.8;
/** Paid for each hedged dollar, earned for each internalised one, and how much the latter varies. */
const HEDGE_COST = 0.000_2;
const FILL_EDGE = 0.000_004;
const FILL_EDGE_NOISE = 0.000_3;

function zero(): Record<MarketSymbol, number> {
  return Object.fromEntries(SYMBOLS.map((symbol) => [symbol, 0])) as Record<MarketSymbol, number>;
}

export function openBook(): Book {
  return {
    internal: zero(),
    hedge: zero(),
    dailyPnl: 0,
    reserve: START_RESERVE_USD,
    hedgesLogged: 0,
    badFillUsd: 0,
  };
}

export function netExposure(book: Book, symbol: MarketSymbol): number {
  return book.internal[symbol] + book.hedge[symbol];
}

function earn(book: Book, usd: number): Book {
  return { ...book, dailyPnl: book.dailyPnl + usd, reserve: book.reserve + usd };
}

/** Internalised orders: the venue takes the other side. */
export function fillInternally(book: Book, orders: readonly CustomerOrder[], random: Random): Book {
  const internal = { ...book.internal };
  let earned = 0;
  for (const { symbol, side, notionalUsd } of orders) {
    internal[symbol] += side === 'buy' ? -notionalUsd : notionalUsd;
    earned += notionalUsd * (FILL_EDGE + FILL_EDGE_NOISE * normal(random));
  }
  return earn({ ...book, internal }, earned);
}

/** Prices moved: positions gain or lose. */
export function markToMarket(book: Book, market: Market): Book {
  const internal = { ...book.internal };
  const hedge = { ...book.hedge };
  let earned = 0;
  for (const symbol of SYMBOLS) {
    earned += netExposure(book, symbol) * market.returns[symbol];
    internal[symbol] *= 1 + market.returns[symbol];
    hedge[symbol] *= 1 + market.returns[symbol];
  }
  return earn({ ...book, internal, hedge }, earned);
}

/** Share of an exposure that the tiers want hedged. */
export function hedgeShare(exposure: number, values: SwitchReader): number {
  if (exposure >= Number(values.get('hedge_threshold_tier2'))) return TIER_2_SHARE;
  return exposure >= Number(values.get('hedge_threshold_tier1')) ? TIER_1_SHARE : 0;
}

/** The hedger looks once: by the switches it has, it trades on HL, writes down what it would, or does nothing. */
export function hedgeExposure(book: Book, values: SwitchReader): Book {
  const execution = values.get('hedge_execution');
  if (!values.get('hedge_enabled') || execution === 'observe') return book;
  const hedge = { ...book.hedge };
  let traded = 0;
  let instructions = 0;
  for (const symbol of SYMBOLS) {
    const exposure = netExposure(book, symbol);
    const wanted = -exposure * hedgeShare(Math.abs(exposure), values);
    if (wanted === 0) continue;
    instructions += 1;
    if (execution === 'log') continue;
    const elsewhere = SYMBOLS.reduce(
      (sum, other) => (other === symbol ? sum : sum + Math.abs(hedge[other])),
      0,
    );
    const room = Math.max(0, HEDGE_ACCOUNT_USD * values.get('hedge_max_leverage') - elsewhere);
    // A hedge that is already past a lowered leverage is not sold off here: only more of it is refused.
    const most = Math.max(room, Math.abs(hedge[symbol]));
    const next = Math.min(most, Math.max(-most, hedge[symbol] + wanted));
    traded += Math.abs(next - hedge[symbol]);
    hedge[symbol] = next;
  }
  if (execution === 'log') return { ...book, hedgesLogged: book.hedgesLogged + instructions };
  return earn({ ...book, hedge }, -traded * HEDGE_COST);
}

/** How far a bad fill takes the equity below its peak: past the breaker's limit. */
const BAD_FILL_DRAWDOWN = 0.034;

/** A fill at a price far from the market costs money at once; it comes back when the exchange takes the fill back. */
export function withBadFill(book: Book, bad: boolean, peakUsd: number): Book {
  if (bad === book.badFillUsd > 0) return book;
  const badFillUsd = bad ? Math.max(1, book.reserve - peakUsd * (1 - BAD_FILL_DRAWDOWN)) : 0;
  return { ...earn(book, book.badFillUsd - badFillUsd), badFillUsd };
}

/** What accounts under margin cost that nobody closes in time. */
export function withLoss(book: Book, usd: number): Book {
  return usd === 0 ? book : earn(book, -usd);
}

/** A new trading day (UTC). */
export function newDay(book: Book): Book {
  return { ...book, dailyPnl: 0 };
}

const LOW_RESERVE_USD = 150_000;

/** A payout that nobody planned takes the reserve down; it is no loss of trading. */
export function withPayout(book: Book, due: boolean): Book {
  return due && book.reserve > LOW_RESERVE_USD ? { ...book, reserve: LOW_RESERVE_USD } : book;
}
