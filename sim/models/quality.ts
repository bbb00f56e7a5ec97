// How well the venue works, figure by figure: times of the API, receipts against fills, the risk engine's own sum, the ledger against the book.
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import { type Book, hedgeShare, netExposure } from './book.ts';
import { logNormal, type Random } from './random.ts';

const SPREAD = 0.3;
const API_MEDIAN_SECONDS = 0.001_2;
const ROUTING_MEDIAN_SECONDS = 0.000_4;
const RECEIPT_MEDIAN_SECONDS = 0.012;
/** Requests a second at which the API is busy all the time. */
const CAPACITY = 6_000;

/** Waiting grows as the API fills up; a slow database slows every request. */
export function apiSeconds(random: Random, requestsPerSecond: number, slow: boolean): number {
  const busy = Math.min(0.95, requestsPerSecond / CAPACITY);
  return logNormal(random, (API_MEDIAN_SECONDS / (1 - busy)) * (slow ? 20 : 1), SPREAD);
}

export function routingSeconds(random: Random, slow: boolean): number {
  return logNormal(random, ROUTING_MEDIAN_SECONDS * (slow ? 40 : 1), SPREAD);
}

/** The proxy's receipt comes before HL's own answer, and waits where HL does. */
export function receiptSeconds(random: Random, hlLatencyMs: number): number {
  return logNormal(random, RECEIPT_MEDIAN_SECONDS + (0.05 * hlLatencyMs) / 1_000, SPREAD);
}

const TICKS = 1e5;

/** A receipt carries the price in whole ticks: by how much it differs from the fill, in basis points. */
export function receiptDeviationBp(price: number, shift: number): number {
  const written = Math.round(price * (1 + shift) * TICKS) / TICKS;
  return (1e4 * Math.abs(written - price)) / price;
}

/** What the risk engine adds up from the fills it was told of, in single precision. */
export type RiskSums = Readonly<Record<MarketSymbol, number>>;

export function riskSums(book: Book, deaf: boolean): RiskSums {
  const sum = (symbol: MarketSymbol) =>
    Math.fround(Math.fround(book.internal[symbol]) + (deaf ? 0 : Math.fround(book.hedge[symbol])));
  return Object.fromEntries(SYMBOLS.map((symbol) => [symbol, sum(symbol)])) as Record<MarketSymbol, number>;
}

/** Single precision is exact to about a ten-millionth of what was added up. */
const EXACT_SHARE = 1e-6;

/** How many of the sums agree with the book. */
export function exactSums(sums: RiskSums, book: Book): number {
  return SYMBOLS.filter((symbol) => {
    const gross = Math.abs(book.internal[symbol]) + Math.abs(book.hedge[symbol]);
    return Math.abs(sums[symbol] - netExposure(book, symbol)) <= Math.max(0.01, gross * EXACT_SHARE);
  }).length;
}

/** Markets whose exposure takes a hedge by the thresholds. */
export function hedgesDue(book: Book, values: SwitchReader): MarketSymbol[] {
  if (!values.get('hedge_enabled') || values.get('hedge_execution') === 'observe') return [];
  return SYMBOLS.filter((symbol) => hedgeShare(Math.abs(netExposure(book, symbol)), values) > 0);
}

/** The ledger keeps cents; against the book that is in error by this share of the reserve, in percent. */
export function pnlErrorPct(book: Book, lostUsd: number): number {
  const ledger = Math.round((book.dailyPnl - lostUsd) * 100) / 100;
  return (100 * Math.abs(ledger - book.dailyPnl)) / Math.max(1, book.reserve);
}

/** The same positions at HL's prices, as a share of the reserve, in percent. */
export function againstHlPct(book: Book, off: (symbol: MarketSymbol) => number): number {
  const difference = SYMBOLS.reduce((sum, symbol) => sum + netExposure(book, symbol) * off(symbol), 0);
  return (100 * Math.abs(difference)) / Math.max(1, book.reserve);
}
