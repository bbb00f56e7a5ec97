// Orders from a customer to their end: routed by the instance that got them, refused where that cannot be, placed and counted.
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { type Routing, routeOrder } from '#lib/rules/venue/route-order.ts';
import type { FaultBoard } from './faults.ts';
import type { Instance } from './fleet/fleet.ts';
import type { Measures } from './measures.ts';
import type { Account } from './models/accounts.ts';
import { isUp } from './models/hl-link.ts';
import { type HlFills, hasRoom } from './models/margin.ts';
import type { CustomerOrder } from './models/order-flow.ts';
import { hlOutcome, internalOutcome, type Outcome, type Trouble } from './models/outcome.ts';
import type { Random } from './models/random.ts';
import { NO_ORDERS, type Route } from './models/rates.ts';
import type { Quality } from './quality.ts';
import type { VenueState } from './venue-state.ts';

export interface Placed extends Routing {
  /** Null for what was refused before it was placed. */
  outcome: Outcome | null;
}

/** What came of a batch of orders. */
export interface Taken {
  /** Filled by the venue itself. */
  internalised: CustomerOrder[];
  resting: Record<Account, number>;
  hl: HlFills;
  /** Price of each fill against the reference price of its symbol. */
  deviations: { symbol: CustomerOrder['symbol']; deviation: number }[];
}

export interface OrderDesk {
  /** Decides and places one order. */
  place(router: Instance, order: CustomerOrder): Placed;
  /** Each order by one of the routers. */
  take(routers: readonly Instance[], orders: readonly CustomerOrder[]): Taken;
  totals(): Readonly<Record<Route, number>>;
  countersOf(router: string): Readonly<Record<Route, number>>;
  /** Orders since the start by `route symbol`, and decisions by `route because`. */
  readonly orders: ReadonlyMap<string, number>;
  readonly decisions: ReadonlyMap<string, number>;
}

export interface DeskParts {
  state: Readonly<VenueState>;
  faults: FaultBoard;
  measures: Measures;
  random: Random;
  quality: Quality;
}

const opens = ({ effect }: CustomerOrder) => effect === 'open' || effect === 'increase';

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function createOrderDesk({ state, faults, measures, random, quality }: DeskParts): OrderDesk {
  const totals: Record<Route, number> = { ...NO_ORDERS };
  const orders = new Map<string, number>();
  const decisions = new Map<string, number>();
  const byRouter = new Map<string, Record<Route, number>>();
  for (const symbol of SYMBOLS)
    for (const route of ['internal', 'hl', 'refused']) orders.set(`${route} ${symbol}`, 0);

  function countersOf(id: string): Record<Route, number> {
    const counters = byRouter.get(id) ?? { ...NO_ORDERS };
    byRouter.set(id, counters);
    return counters;
  }

  /** A router decides with its own values; one that has never known any refuses everything. */
  function decide(router: Instance, order: CustomerOrder): Routing {
    if (!router.bulkhead.mayOpen()) return { route: 'refused', because: 'no values' };
    return routeOrder(router.values, order, state.market);
  }

  /** What keeps an order from a route that the switches allow, or undefined. */
  function obstacle(route: Route, order: CustomerOrder): string | undefined {
    if (faults.isOn('database-lost')) return 'database';
    if (opens(order) && state.accounts.breaker.state !== 'clear') return 'circuit breaker';
    if (route === 'internal') return state.accounts.connected.internal ? undefined : 'disconnected';
    if (!state.accounts.connected.hl || !isUp(state.hl)) return 'disconnected';
    return opens(order) && !hasRoom(state.margin, 'hl') ? 'hl margin' : undefined;
  }

  function trouble(): Trouble {
    const offSymbol = faults.find('price-deviation')?.choice ?? null;
    return {
      errors: faults.share('order-errors'),
      thin: faults.isOn('fill-rate-low'),
      offSymbol: SYMBOLS.find((symbol) => symbol === offSymbol) ?? null,
    };
  }

  function measure({ end, latencySeconds }: Outcome): void {
    measures.ordersPlaced.inc();
    measures.orderLatency.observe(latencySeconds);
    if (end === 'filled') measures.ordersFilled.inc();
    if (end === 'failed') measures.ordersFailed.inc();
  }

  function place(router: Instance, order: CustomerOrder): Placed {
    const decided = decide(router, order);
    const because = decided.route === 'refused' ? undefined : obstacle(decided.route, order);
    const routing: Routing = because === undefined ? decided : { route: 'refused', because };
    totals[routing.route] += 1;
    countersOf(router.id)[routing.route] += 1;
    add(orders, `${routing.route} ${order.symbol}`);
    add(decisions, `${routing.route} ${routing.because}`);
    if (routing.route === 'refused') return { ...routing, outcome: null };
    const outcome =
      routing.route === 'internal'
        ? internalOutcome(random)
        : hlOutcome(order.symbol, state.market.hlLatencyMs, trouble(), random);
    measure(outcome);
    quality.order(order, routing.route, outcome, state);
    return { ...routing, outcome };
  }

  function take(routers: readonly Instance[], batch: readonly CustomerOrder[]): Taken {
    const taken: Taken = {
      internalised: [],
      resting: { hl: 0, internal: 0 },
      hl: { opened: 0, closed: 0 },
      deviations: [],
    };
    for (const order of batch) {
      const router = routers[Math.floor(random() * routers.length)] as Instance;
      const { route, outcome } = place(router, order);
      if (outcome === null || outcome.end === 'failed') continue;
      const account = route === 'hl' ? 'hl' : 'internal';
      if (order.type === 'limit') taken.resting[account] += 1;
      if (outcome.end === 'unfilled') continue;
      taken.deviations.push({ symbol: order.symbol, deviation: outcome.deviation });
      if (account === 'internal') taken.internalised.push(order);
      else taken.hl[opens(order) ? 'opened' : 'closed'] += order.notionalUsd;
    }
    return taken;
  }

  return { place, take, totals: () => totals, countersOf, orders, decisions };
}
