// The venue at work: customers send orders, routers send them on by the switches they hold, risk and money follow.
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { FIGURES, type Figures } from '#lib/contract/edge.ts';
import { type Routing, routeOrder } from '#lib/rules/route-order.ts';
import type { Fleet, Instance } from './fleet/fleet.ts';
import type { InstanceName } from './fleet/names.ts';
import {
  type Account,
  type Accounts,
  type Breaker,
  closePosition,
  type Entries,
  type OpenPosition,
  openAccounts,
  positionsOf,
  stepEntries,
  stepOrders,
  watchLoss,
} from './models/accounts.ts';
import {
  type Book,
  fillInternally,
  hedgeExposure,
  markToMarket,
  netExposure,
  newDay,
  openBook,
} from './models/book.ts';
import { type Market, openMarket, stepMarket } from './models/market.ts';
import { type CustomerOrder, nextOrders } from './models/order-flow.ts';
import type { Random } from './models/random.ts';
import { closeStep, NO_ORDERS, NO_RATES, type Rates, type Route, STEP_MS } from './models/rates.ts';
import { openWallet, stepWallet, type Wallet, withdraw } from './models/wallet.ts';

const TICK_MS = 50;
/** After a stall the venue goes on from now: it does not catch up on orders nobody could have sent. */
const LONGEST_TICK_MS = 250;
const HEDGE_EVERY_MS = 250;
/** Customers' net position at which most of those who close go against it. */
const CONVICTION_USD = 800_000;

export interface VenueState {
  readonly market: Market;
  readonly book: Book;
  readonly wallet: Wallet;
  readonly accounts: Accounts;
  readonly rates: Rates;
  /** Orders since the start by `route symbol`, and decisions by `route because`. */
  readonly orders: ReadonlyMap<string, number>;
  readonly decisions: ReadonlyMap<string, number>;
}

export interface Venue {
  state(): VenueState;
  /** What an instance reports about itself; undefined for services that report none. */
  figuresOf(name: InstanceName): Figures | undefined;
  /** One more order, by the router that got it. */
  place(router: Instance, order: CustomerOrder): Routing;
  /** One more withdrawal, by the service that got it: whether it is paid at once; else it waits. */
  withdraw(service: Instance, usd: number): boolean;
  /** What an executor sees and does on its account. */
  positions(account: Account): OpenPosition[];
  openOrders(account: Account): number;
  cancelOrders(account: Account, most: number): void;
  closePosition(account: Account, symbol: OpenPosition['symbol']): void;
  setConnected(account: Account, connected: boolean): void;
  /** To `reset` from tripped, to `clear` from reset. False when it is not there. */
  moveBreaker(to: 'reset' | 'clear'): boolean;
  /** Trips the breaker, for drills and tests. */
  tripBreaker(reason: string): void;
  /** Trades with this fleet until the answered function is called. */
  trade(fleet: Fleet): () => void;
}

/** A router decides with its own values; one that has never known any refuses everything. */
function decide(router: Instance, order: CustomerOrder, market: Market): Routing {
  if (!router.bulkhead.mayOpen()) return { route: 'refused', because: 'no values' };
  return routeOrder(router.values, order, market);
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function createVenue(random: Random): Venue {
  let market = openMarket();
  let book = openBook();
  let wallet = openWallet();
  let accounts = openAccounts();
  let entries: Entries = new Map();
  let rates = NO_RATES;
  const totals: Record<Route, number> = { ...NO_ORDERS };
  const orders = new Map<string, number>();
  const decisions = new Map<string, number>();
  const byRouter = new Map<string, Record<Route, number>>();

  function countersOf(id: string): Record<Route, number> {
    const counters = byRouter.get(id) ?? { ...NO_ORDERS };
    byRouter.set(id, counters);
    return counters;
  }

  function count(router: Instance, order: CustomerOrder, { route, because }: Routing): void {
    totals[route] += 1;
    countersOf(router.id)[route] += 1;
    add(orders, `${route} ${order.symbol}`);
    add(decisions, `${route} ${because}`);
  }

  /** What the switches allow may still be impossible: without a connection to HL, or while the breaker halts trading. */
  function possible(routing: Routing, order: CustomerOrder): Routing {
    if (routing.route === 'refused') return routing;
    const opens = order.effect === 'open' || order.effect === 'increase';
    if (opens && accounts.breaker.state !== 'clear') return { route: 'refused', because: 'circuit breaker' };
    const account = routing.route === 'hl' ? 'hl' : 'internal';
    return accounts.connected[account] ? routing : { route: 'refused', because: 'disconnected' };
  }

  function takeOrders(routers: readonly Instance[], dtMs: number): void {
    const held = (symbol: CustomerOrder['symbol']) => Math.tanh(-book.internal[symbol] / CONVICTION_USD);
    const internalised: CustomerOrder[] = [];
    const resting: Record<Account, number> = { hl: 0, internal: 0 };
    for (const order of nextOrders(random, dtMs, (symbol) => market.lean[symbol], held)) {
      const router = routers[Math.floor(random() * routers.length)] as Instance;
      const routing = possible(decide(router, order, market), order);
      count(router, order, routing);
      if (routing.route === 'internal') internalised.push(order);
      if (routing.route !== 'refused' && order.type === 'limit')
        resting[routing.route === 'hl' ? 'hl' : 'internal'] += 1;
    }
    accounts = stepOrders(accounts, dtMs, resting);
    book = fillInternally(book, internalised, random);
  }

  function figuresOf({ id, service }: InstanceName): Figures | undefined {
    if (service === 'router') {
      const { internal, hl, refused } = countersOf(id);
      const { ordersInternal, ordersHl, ordersRefused } = FIGURES;
      return { counters: { [ordersInternal]: internal, [ordersHl]: hl, [ordersRefused]: refused } };
    }
    // Risk figures are of the whole venue: one instance speaks for it.
    if (id !== 'risk-01') return undefined;
    const gauges = {
      [FIGURES.netExposureBtc]: Math.round(netExposure(book, 'BTC')),
      [FIGURES.netExposureEth]: Math.round(netExposure(book, 'ETH')),
      [FIGURES.reserve]: Math.round(book.reserve),
      [FIGURES.dailyPnl]: Math.round(book.dailyPnl),
      [FIGURES.hlLatency]: Math.round(market.hlLatencyMs * 10) / 10,
      [FIGURES.volatility]: Math.round(market.volatilityPct * 100) / 100,
      [FIGURES.hotWallet]: Math.round(wallet.hotUsd),
    };
    return { gauges };
  }

  function trade(fleet: Fleet): () => void {
    const routers = fleet.of('router');
    const hedger = fleet.first('hedger').values;
    const withdrawals = fleet.first('withdrawals').values;
    const risk = fleet.first('risk').values;
    let last = performance.now();
    let hedgedAt = last;
    let stepAt = last + STEP_MS;
    let day = new Date().getUTCDate();

    const timer = setInterval(() => {
      const now = performance.now();
      const dtMs = Math.min(LONGEST_TICK_MS, now - last);
      last = now;
      const before = book;
      market = stepMarket(market, dtMs, random);
      book = markToMarket(book, market);
      takeOrders(routers, dtMs);
      wallet = stepWallet(wallet, dtMs, withdrawals, random);
      if (now - hedgedAt >= HEDGE_EVERY_MS) {
        hedgedAt = now;
        if (accounts.connected.hl) book = hedgeExposure(book, hedger);
      }
      entries = stepEntries(entries, before, book, market);
      if (now >= stepAt) {
        // Steps keep their place on the clock; after a stall the missed ones are not made up.
        stepAt = now >= stepAt + STEP_MS ? now + STEP_MS : stepAt + STEP_MS;
        rates = closeStep(rates, { ...totals });
        accounts = watchLoss(accounts, book, risk.get('daily_loss_limit_pct'), new Date().toISOString());
        const today = new Date().getUTCDate();
        if (today !== day) book = newDay(book);
        day = today;
      }
    }, TICK_MS);
    return () => clearInterval(timer);
  }

  for (const symbol of SYMBOLS)
    for (const route of ['internal', 'hl', 'refused']) orders.set(`${route} ${symbol}`, 0);
  function place(router: Instance, order: CustomerOrder): Routing {
    const routing = possible(decide(router, order, market), order);
    count(router, order, routing);
    if (routing.route === 'internal') book = fillInternally(book, [order], random);
    return routing;
  }

  const withBreaker = (breaker: Breaker): void => {
    accounts = { ...accounts, breaker };
  };
  return {
    state: () => ({ market, book, wallet, accounts, rates, orders, decisions }),
    place,
    withdraw(service, usd) {
      const after = withdraw(wallet, usd, service.values);
      wallet = after.wallet;
      return after.paid;
    },
    positions: (account) => positionsOf(book, market, entries, account),
    openOrders: (account) => accounts.openOrders[account],
    cancelOrders(account, most) {
      const left = Math.max(0, accounts.openOrders[account] - most);
      accounts = { ...accounts, openOrders: { ...accounts.openOrders, [account]: left } };
    },
    closePosition(account, symbol) {
      book = closePosition(book, account, symbol);
    },
    setConnected(account, connected) {
      accounts = { ...accounts, connected: { ...accounts.connected, [account]: connected } };
    },
    moveBreaker(to) {
      const { breaker } = accounts;
      if (breaker.state !== (to === 'reset' ? 'tripped' : 'reset')) return false;
      withBreaker(
        to === 'reset' ? { ...breaker, state: 'reset' } : { state: 'clear', reason: null, trippedAt: null },
      );
      return true;
    },
    tripBreaker: (reason) => withBreaker({ state: 'tripped', reason, trippedAt: new Date().toISOString() }),
    figuresOf,
    trade,
  };
}
