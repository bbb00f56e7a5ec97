// One step of the venue's time: the market moves, orders come, money follows, and the venue looks after itself.
import type { Detection } from './detection.ts';
import type { FaultBoard } from './faults.ts';
import type { Fleet } from './fleet/fleet.ts';
import type { Measures } from './measures.ts';
import { stepEntries, stepOrders, tripped } from './models/accounts.ts';
import {
  fillInternally,
  hedgeExposure,
  markToMarket,
  newDay,
  withBadFill,
  withLoss,
  withPayout,
} from './models/book.ts';
import { stepCanary } from './models/canary.ts';
import { termsOf } from './models/canary-terms.ts';
import { stepDatabaseWatch } from './models/database.ts';
import { noteDeviations } from './models/deviation.ts';
import { isUp, stepHlLink } from './models/hl-link.ts';
import { type LiquidationTrouble, stepLiquidation } from './models/liquidation.ts';
import { openLossWatch, stepLossWatch, tripReason } from './models/loss-watch.ts';
import { hasRoom, stepMargin } from './models/margin.ts';
import { caughtUp, frozenMarket, stepMarket } from './models/market.ts';
import { nextOrders } from './models/order-flow.ts';
import type { Random } from './models/random.ts';
import { closeStep, STEP_MS } from './models/rates.ts';
import { stepReconciliation } from './models/reconciliation.ts';
import { stepWallet, withTransferLost } from './models/wallet.ts';
import type { OrderDesk } from './order-desk.ts';
import type { Quality } from './quality.ts';
import type { VenueState } from './venue-state.ts';

const HEDGE_EVERY_MS = 250;
/** Customers' net position at which most of those who close go against it. */
const CONVICTION_USD = 800_000;

export interface TickParts {
  state: VenueState;
  faults: FaultBoard;
  measures: Measures;
  desk: OrderDesk;
  random: Random;
  detection: Detection;
  quality: Quality;
}

/** Steps the state by `dtMs`; `now` is the venue's clock, milliseconds since 1970. */
export type Tick = (fleet: Fleet, dtMs: number, now: number) => void;

export function createTick({ state, faults, measures, desk, random, detection, quality }: TickParts): Tick {
  let hedgedAt = 0;
  let stepAt = 0;
  let day = new Date().getUTCDate();

  function stepMarkets(dtMs: number, now: number): void {
    state.actualMarket = stepMarket(state.actualMarket, dtMs, random, faults.isOn('latency-high'));
    if (faults.isOn('stream-interrupted')) {
      state.market = frozenMarket(state.market);
      return;
    }
    state.market = caughtUp(state.market, state.actualMarket);
    state.streamAt = now;
  }

  function takeOrders(fleet: Fleet, dtMs: number, now: number): void {
    const held = (symbol: keyof typeof state.book.internal) =>
      Math.tanh(-state.book.internal[symbol] / CONVICTION_USD);
    const batch = nextOrders(random, dtMs, (symbol) => state.market.lean[symbol], held);
    const taken = desk.take(fleet.of('router'), batch);
    state.accounts = stepOrders(state.accounts, dtMs, taken.resting);
    state.book = fillInternally(state.book, taken.internalised, random);
    state.deviations = noteDeviations(state.deviations, now, taken.deviations);
    state.margin = stepMargin(state.margin, dtMs, taken.hl, state.book, (account) =>
      faults.isOn(account === 'hl' ? 'hl-margin-low' : 'hedge-margin-low'),
    );
  }

  function hedge(fleet: Fleet, now: number): void {
    if (now - hedgedAt < HEDGE_EVERY_MS) return;
    hedgedAt = now;
    const reachable = state.accounts.connected.hl && isUp(state.hl);
    const before = state.book;
    const { values } = fleet.first('hedger');
    if (reachable && hasRoom(state.margin, 'hedge')) state.book = hedgeExposure(before, values);
    quality.hedged(before, state.book, values, state, now);
  }

  function liquidate(fleet: Fleet, dtMs: number, now: number): void {
    const trouble = (faults.find('liquidation-failing')?.choice ?? 'none') as LiquidationTrouble;
    const { values } = fleet.first('liquidator');
    const checkMs = detection.liquidationCheckMs;
    const step = stepLiquidation(state.liquidation, { dtMs, now, values, trouble, checkMs, random });
    state.liquidation = step.liquidation;
    state.book = withLoss(state.book, step.lostUsd);
    quality.liquidated(step.executed, step.failed, values.get('liquidation_check_interval_ms'));
    measures.liquidations.inc(step.executed);
    measures.liquidationsFailed.inc(step.failed);
    measures.liquidationChecks.inc(step.checks);
    measures.liquidationChecksFailed.inc(step.checksFailed);
  }

  function moveMoney(fleet: Fleet, dtMs: number, now: number): void {
    // What cannot be recorded is not moved.
    if (!faults.isOn('database-lost')) {
      const { values } = fleet.first('withdrawals');
      state.wallet = stepWallet(state.wallet, dtMs, values, random, faults.isOn('hot-wallet-low'));
    }
    state.wallet = withTransferLost(state.wallet, faults.isOn('asset-mismatch'));
    const everyMs = detection.reconciliationMs;
    state.reconciliation = stepReconciliation(state.reconciliation, state.wallet, now, everyMs);
  }

  function watchLosses(fleet: Fleet, now: number): void {
    state.book = withPayout(state.book, faults.isOn('reserve-low'));
    state.book = withBadFill(state.book, faults.isOn('drawdown-breaker'), state.lossWatch.peakUsd);
    state.lossWatch = stepLossWatch(state.lossWatch, state.book.reserve);
    const limitPct = fleet.first('risk').values.get('daily_loss_limit_pct');
    const reason = tripReason(state.lossWatch, state.book.reserve, limitPct);
    if (reason !== null) state.accounts = tripped(state.accounts, reason, new Date(now).toISOString());
  }

  function runCanary(fleet: Fleet, dtMs: number, now: number): void {
    const { values } = fleet.first('risk');
    const trouble = {
      loses: faults.isOn('canary-loss'),
      errors: faults.share('canary-errors'),
      slow: faults.isOn('canary-latency'),
      streamDown: faults.isOn('canary-stream-down'),
      strays: faults.isOn('canary-unauthorized'),
    };
    const { market } = state;
    const terms = termsOf(values);
    const around = { dtMs, now, values, terms, market, trouble, random };
    const { canary, requests } = stepCanary(state.canary, around);
    state.canaryTerms = terms;
    state.canary = canary;
    if (canary !== null && faults.isOn('canary-stops')) {
      quality.measures.canaryCriticalErrors.inc();
      state.canary = null;
    }
    for (const { failed, latencySeconds } of requests) {
      measures.canaryRequests.inc();
      measures.canaryLatency.observe(latencySeconds);
      if (failed) measures.canaryErrors.inc();
    }
  }

  function closeRates(now: number): void {
    if (now < stepAt) return;
    // Steps keep their place on the clock; after a stall the missed ones are not made up.
    stepAt = now >= stepAt + STEP_MS ? now + STEP_MS : stepAt + STEP_MS;
    state.rates = closeStep(state.rates, { ...desk.totals() });
    const today = new Date(now).getUTCDate();
    if (today === day) return;
    day = today;
    state.book = newDay(state.book);
    state.lossWatch = { ...openLossWatch(state.book.reserve), peakUsd: state.lossWatch.peakUsd };
  }

  return (fleet, dtMs, now) => {
    const before = state.book;
    stepMarkets(dtMs, now);
    state.hl = stepHlLink(
      state.hl,
      now,
      (channel) => ['both', channel].includes(faults.find('hl-disconnected')?.choice ?? ''),
      detection.mostReconnectMs,
    );
    state.database = stepDatabaseWatch(state.database, now, !faults.isOn('database-lost'));
    state.book = markToMarket(state.book, state.market);
    takeOrders(fleet, dtMs, now);
    hedge(fleet, now);
    liquidate(fleet, dtMs, now);
    moveMoney(fleet, dtMs, now);
    watchLosses(fleet, now);
    runCanary(fleet, dtMs, now);
    quality.tick(state, dtMs, now);
    state.entries = stepEntries(state.entries, before, state.book, state.market);
    closeRates(now);
  };
}
