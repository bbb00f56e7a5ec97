// The venue at work: customers send orders, routers send them on by the switches they hold, risk and money follow.
import type { Figures } from '#lib/contract/edge.ts';
import { type Detection, USUAL_DETECTION } from './detection.ts';
import { FaultBoard } from './faults.ts';
import type { Fleet, Instance } from './fleet/fleet.ts';
import type { InstanceName } from './fleet/names.ts';
import { type Measures, openMeasures } from './measures.ts';
import {
  type Account,
  type Breaker,
  closePosition,
  type OpenPosition,
  positionsOf,
  tripped,
} from './models/accounts.ts';
import { fillInternally } from './models/book.ts';
import { startCanary } from './models/canary.ts';
import { isUp } from './models/hl-link.ts';
import { openLossWatch } from './models/loss-watch.ts';
import type { CustomerOrder } from './models/order-flow.ts';
import type { Random } from './models/random.ts';
import { payFromHot, takeFromCold, withdraw } from './models/wallet.ts';
import { createOrderDesk, type OrderDesk, type Placed } from './order-desk.ts';
import { createQuality, type Quality } from './quality.ts';
import { figuresOf } from './venue-figures.ts';
import { openVenueState, type VenueState } from './venue-state.ts';
import { createTick } from './venue-tick.ts';

const TICK_MS = 50;
/** After a stall the venue goes on from now: it does not catch up on orders nobody could have sent. */
const LONGEST_TICK_MS = 250;

export interface Venue {
  state(): Readonly<VenueState>;
  readonly desk: OrderDesk;
  readonly measures: Measures;
  /** What the criteria of canary programmes look at. */
  readonly quality: Quality;
  readonly faults: FaultBoard;
  readonly detection: Detection;
  /** What an instance reports about itself; undefined for services that report none. */
  figuresOf(name: InstanceName): Figures | undefined;
  /** One more order, by the router that got it. */
  place(router: Instance, order: CustomerOrder): Placed;
  /** One more withdrawal, by the service that got it: whether it is paid at once; else it waits. */
  withdraw(service: Instance, usd: number): boolean;
  /** The wallet service paid a customer: what the hot wallet held is so much less. */
  payFromHotWallet(usd: number): void;
  /** A transfer from cold storage is there: the hot wallet holds so much more. */
  takeFromColdWallet(usd: number): void;
  /** What an executor sees and does on its account. */
  isConnected(account: Account): boolean;
  positions(account: Account): OpenPosition[];
  openOrders(account: Account): number;
  cancelOrders(account: Account, most: number): void;
  closePosition(account: Account, symbol: OpenPosition['symbol']): void;
  setConnected(account: Account, connected: boolean): void;
  /** To `reset` from tripped, to `clear` from reset. False when it is not there. */
  moveBreaker(to: 'reset' | 'clear'): boolean;
  /** Trips the breaker, for drills and tests. */
  tripBreaker(reason: string): void;
  /** Starts the canary; one that runs goes on. */
  startCanary(): void;
  endCanary(): void;
  /** Users' assets are compared with the next step, without waiting until it is due. */
  reconcile(): void;
  /** Trades with this fleet until the answered function is called; `afterTick` sees each new state. */
  trade(fleet: Fleet, afterTick?: (state: Readonly<VenueState>, now: number) => void): () => void;
}

export function createVenue(random: Random, detection: Detection = USUAL_DETECTION): Venue {
  const state = openVenueState(Date.now());
  const faults = new FaultBoard();
  const measures = openMeasures();
  const quality = createQuality(faults, random);
  const desk = createOrderDesk({ state, faults, measures, random, quality });
  const tick = createTick({ state, faults, measures, desk, random, detection, quality });

  function trade(fleet: Fleet, afterTick?: (state: Readonly<VenueState>, now: number) => void): () => void {
    let last = performance.now();
    const timer = setInterval(() => {
      const at = performance.now();
      const dtMs = Math.min(LONGEST_TICK_MS, at - last);
      last = at;
      const now = Date.now();
      tick(fleet, dtMs, now);
      afterTick?.(state, now);
    }, TICK_MS);
    return () => clearInterval(timer);
  }

  const withBreaker = (breaker: Breaker): void => {
    state.accounts = { ...state.accounts, breaker };
  };
  return {
    ...{ desk, measures, quality, faults, detection, trade },
    state: () => state,
    figuresOf: (name) => figuresOf(name, state, desk),
    place(router, order) {
      const placed = desk.place(router, order);
      if (placed.route === 'internal' && placed.outcome?.end === 'filled')
        state.book = fillInternally(state.book, [order], random);
      return placed;
    },
    withdraw(service, usd) {
      if (faults.isOn('database-lost')) {
        state.wallet = { ...state.wallet, waitingUsd: state.wallet.waitingUsd + usd };
        return false;
      }
      const after = withdraw(state.wallet, usd, service.values);
      state.wallet = after.wallet;
      return after.paid;
    },
    payFromHotWallet(usd) {
      state.wallet = payFromHot(state.wallet, usd);
    },
    takeFromColdWallet(usd) {
      state.wallet = takeFromCold(state.wallet, usd);
    },
    isConnected: (account) => state.accounts.connected[account] && (account !== 'hl' || isUp(state.hl)),
    positions: (account) => positionsOf(state.book, state.market, state.entries, account),
    openOrders: (account) => state.accounts.openOrders[account],
    cancelOrders(account, most) {
      const { openOrders } = state.accounts;
      const left = Math.max(0, openOrders[account] - most);
      state.accounts = { ...state.accounts, openOrders: { ...openOrders, [account]: left } };
    },
    closePosition(account, symbol) {
      state.book = closePosition(state.book, account, symbol);
    },
    setConnected(account, connected) {
      const { accounts } = state;
      state.accounts = { ...accounts, connected: { ...accounts.connected, [account]: connected } };
    },
    moveBreaker(to) {
      const { breaker } = state.accounts;
      if (breaker.state !== (to === 'reset' ? 'tripped' : 'reset')) return false;
      withBreaker(
        to === 'reset' ? { ...breaker, state: 'reset' } : { state: 'clear', reason: null, trippedAt: null },
      );
      if (to === 'clear') state.lossWatch = openLossWatch(state.book.reserve);
      return true;
    },
    tripBreaker(reason) {
      state.accounts = tripped(state.accounts, reason, new Date().toISOString());
    },
    startCanary() {
      state.canary ??= startCanary(Date.now());
    },
    endCanary() {
      state.canary = null;
    },
    reconcile() {
      state.reconciliation = { ...state.reconciliation, at: 0 };
    },
  };
}
