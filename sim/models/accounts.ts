// What the platform's executors hold: open positions, resting orders, the connection, and the breaker that halts on losses.
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import type { Book } from './book.ts';
import type { Market } from './market.ts';

/** The account of an executor: `hl` hedges on HL, `internal` is what customers' internalised orders left. */
export type Account = 'hl' | 'internal';

export interface Breaker {
  state: 'clear' | 'tripped' | 'reset';
  reason: string | null;
  trippedAt: string | null;
}

export interface Accounts {
  readonly openOrders: Readonly<Record<Account, number>>;
  readonly connected: Readonly<Record<Account, boolean>>;
  readonly breaker: Breaker;
}

export interface OpenPosition {
  symbol: MarketSymbol;
  side: 'long' | 'short';
  notionalUsd: number;
  price: number;
  /** Average price it was opened at. */
  entryPrice: number;
  /** Unrealised profit and loss, USD. */
  pnl: number;
}

/** Average entry of each open position, by `account symbol`. */
export type Entries = ReadonlyMap<string, number>;

/** Smaller ones are dust that no exchange would show. */
const LEAST_POSITION_USD = 25;
/** Share of the resting orders that fill or are cancelled by customers in a second. */
const ORDERS_LEFT_PER_SECOND = 0.4;

export function openAccounts(): Accounts {
  return {
    openOrders: { hl: 0, internal: 0 },
    connected: { hl: true, internal: true },
    breaker: { state: 'clear', reason: null, trippedAt: null },
  };
}

const sideOf = (account: Account) => (account === 'hl' ? ('hedge' as const) : ('internal' as const));

/** The entries after a step in which positions were opened, grown, turned round or closed at today's prices. */
export function stepEntries(entries: Entries, before: Book, after: Book, market: Market): Entries {
  const next = new Map<string, number>();
  for (const account of ['hl', 'internal'] as const) {
    const side = sideOf(account);
    for (const symbol of SYMBOLS) {
      const price = market.prices[symbol];
      const [was, is] = [before[side][symbol], after[side][symbol]];
      if (Math.abs(is) < LEAST_POSITION_USD) continue;
      const entry = entries.get(`${account} ${symbol}`);
      const grown = Math.abs(is) - Math.abs(was);
      const fresh = entry === undefined || Math.sign(was) !== Math.sign(is);
      next.set(
        `${account} ${symbol}`,
        fresh ? price : grown > 0 ? (entry * Math.abs(was) + price * grown) / Math.abs(is) : entry,
      );
    }
  }
  return next;
}

/** Open positions of an account, largest first. */
export function positionsOf(book: Book, market: Market, entries: Entries, account: Account): OpenPosition[] {
  return SYMBOLS.map((symbol) => ({ symbol, usd: book[sideOf(account)][symbol] }))
    .filter(({ usd }) => Math.abs(usd) >= LEAST_POSITION_USD)
    .sort((a, b) => Math.abs(b.usd) - Math.abs(a.usd))
    .map(({ symbol, usd }) => {
      const price = market.prices[symbol];
      const entryPrice = entries.get(`${account} ${symbol}`) ?? price;
      return {
        ...{ symbol, price, entryPrice, notionalUsd: Math.abs(usd) },
        side: usd > 0 ? ('long' as const) : ('short' as const),
        pnl: (usd / price) * (price - entryPrice),
      };
    });
}

/** The book without one position of an account: closed at market. */
export function closePosition(book: Book, account: Account, symbol: MarketSymbol): Book {
  const side = sideOf(account);
  return { ...book, [side]: { ...book[side], [symbol]: 0 } };
}

/** `dtMs` later, with the limit orders that came to rest meanwhile. */
export function stepOrders(
  accounts: Accounts,
  dtMs: number,
  resting: Readonly<Record<Account, number>>,
): Accounts {
  const kept = Math.max(0, 1 - (ORDERS_LEFT_PER_SECOND * dtMs) / 1_000);
  const next = (account: Account) => Math.floor(accounts.openOrders[account] * kept) + resting[account];
  return { ...accounts, openOrders: { hl: next('hl'), internal: next('internal') } };
}

/** The breaker trips for a reason; one that tripped already keeps its own. */
export function tripped(accounts: Accounts, reason: string, now: string): Accounts {
  if (accounts.breaker.state !== 'clear') return accounts;
  return { ...accounts, breaker: { state: 'tripped', reason, trippedAt: now } };
}
