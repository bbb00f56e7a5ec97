// Watches the venue at work for the criteria of canary programmes: every order, every hedge, every liquidation, and the two bots.
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import type { FaultBoard } from './faults.ts';
import type { Book } from './models/book.ts';
import { type Bot, type BotAround, type BotStep, FILTERS, startBot, stepBot } from './models/bot.ts';
import type { CustomerOrder } from './models/order-flow.ts';
import type { Outcome } from './models/outcome.ts';
import {
  againstHlPct,
  apiSeconds,
  exactSums,
  hedgesDue,
  pnlErrorPct,
  receiptDeviationBp,
  receiptSeconds,
  riskSums,
  routingSeconds,
} from './models/quality.ts';
import { logNormal, type Random } from './models/random.ts';
import { openQualityMeasures, type QualityMeasures } from './quality-measures.ts';
import type { VenueState } from './venue-state.ts';

const RISK_EVERY_MS = 1_000;
const HEDGE_ON_TIME_MS = 1_000;
const STALE_MS = 5_000;
const RECEIPT_SHIFT = 0.000_5;
const PRICE_OFF = 0.08;
const GONE = 0.02;
/** Of its looks at the book, in which an engine that is wrong instructs what nobody asked for. */
const WRONG_INSTRUCTION = 0.05;
/** Largest values are of the last so many ms. */
const RECENT_MS = 15_000;
/** Less than a cent is rounding. */
const CENT = 0.01;

export interface Quality {
  readonly measures: QualityMeasures;
  order(order: CustomerOrder, route: string, outcome: Outcome, state: Readonly<VenueState>): void;
  hedged(before: Book, after: Book, values: SwitchReader, state: Readonly<VenueState>, now: number): void;
  liquidated(count: number, failed: number, intervalMs: number): void;
  tick(state: Readonly<VenueState>, dtMs: number, now: number): void;
  /** Figures as they are now. */
  figures(state: Readonly<VenueState>, now: number): Readonly<Record<string, number>>;
}

export function createQuality(faults: FaultBoard, random: Random): Quality {
  const measures = openQualityMeasures();
  const dueSince = new Map<MarketSymbol, number>();
  let worstBp = { value: 0, at: 0 };
  let hedgePriceOffPct = 0;
  let riskAt = 0;
  let reconciledAt = 0;
  let second = { at: 0, orders: 0, rate: 0 };
  /** Null while it is stopped by a critical error. */
  let demo: Bot | null = startBot(Date.now());
  let canary: Bot | null = null;
  let twin: Bot | null = null;
  let stale = false;
  let strayed = false;

  function noteRate(now: number): void {
    if (now - second.at >= 1_000) second = { at: now, orders: 0, rate: second.orders };
    second.orders += 1;
  }

  function order(placed: CustomerOrder, route: string, outcome: Outcome, state: Readonly<VenueState>): void {
    const now = Date.now();
    noteRate(now);
    const slow = faults.isOn('api-slow');
    measures.apiRequests.inc();
    measures.apiLatency.observe(apiSeconds(random, second.rate, slow));
    measures.routingLatency.observe(routingSeconds(random, slow));
    const filled = outcome.end === 'filled';
    (faults.isOn('records-lost') && random() < GONE ? measures.recordsLost : measures.recordsWritten).inc();
    if (placed.type === 'limit') {
      measures.limitOrders.inc();
      if (outcome.end !== 'failed') measures.limitOrdersSucceeded.inc();
    }
    if (filled) measures.volume.inc(placed.notionalUsd);
    if (route === 'internal') {
      measures.internalFill.observe(outcome.latencySeconds * (faults.isOn('internal-slow') ? 10 : 1));
      if (faults.isOn('symbol-conflict') && random() < GONE) measures.symbolConflicts.inc();
      return;
    }
    measures.orderReceipt.observe(receiptSeconds(random, state.market.hlLatencyMs));
    if (!filled) return;
    measures.hlReceipts.inc();
    const shift = faults.isOn('receipt-deviation') ? RECEIPT_SHIFT : 0;
    const bp = receiptDeviationBp(state.market.prices[placed.symbol], shift);
    if (bp >= worstBp.value || now - worstBp.at > RECENT_MS) worstBp = { value: bp, at: now };
  }

  function hedged(
    before: Book,
    after: Book,
    values: SwitchReader,
    state: Readonly<VenueState>,
    now: number,
  ): void {
    const due = hedgesDue(before, values);
    for (const symbol of [...dueSince.keys()]) if (!due.includes(symbol)) dueSince.delete(symbol);
    for (const symbol of due) if (!dueSince.has(symbol)) dueSince.set(symbol, now);
    measures.hedgeInstructions.inc(due.length);
    const instructs = values.get('hedge_enabled') && values.get('hedge_execution') !== 'observe';
    if (instructs && faults.isOn('hedge-wrong') && random() < WRONG_INSTRUCTION)
      measures.hedgeInstructionsWrong.inc();
    hedgePriceOffPct = Math.max(
      0,
      ...due.map((symbol) => {
        const real = state.actualMarket.prices[symbol];
        return (100 * Math.abs(state.market.prices[symbol] - real)) / real;
      }),
    );
    if (values.get('hedge_execution') === 'log') {
      const written = after.hedgesLogged - before.hedgesLogged;
      const lost = faults.isOn('hedge-log-gaps') ? Math.min(1, written) : 0;
      measures.hedgeInstructionsUnlogged.inc(Math.max(0, due.length - (written - lost)));
      measures.hedgeInstructionsWrong.inc(Math.max(0, written - due.length));
      return;
    }
    for (const symbol of due) {
      if (after.hedge[symbol] === before.hedge[symbol]) continue;
      measures.hedges.inc();
      if (now - (dueSince.get(symbol) ?? now) <= HEDGE_ON_TIME_MS) measures.hedgesOnTime.inc();
      dueSince.delete(symbol);
    }
  }

  function liquidated(count: number, failed: number, intervalMs: number): void {
    for (let left = count; left > 0; left -= 1) {
      // Accounts fall under margin at any moment between two looks of the engine.
      const detection = (random() * intervalMs) / 1_000;
      measures.liquidationDetection.observe(detection);
      measures.liquidationDelay.observe(detection + logNormal(random, 0.04, 0.4));
    }
    measures.liquidationsExact.inc(count - failed);
    if (faults.isOn('liquidation-wrong')) measures.liquidationsWrong.inc(count > 0 ? 1 : 0);
  }

  function countDemo(step: BotStep): void {
    measures.demoRequests.inc(step.latencies.length);
    for (const latency of step.latencies) measures.demoLatency.observe(latency);
    measures.demoErrors.inc(step.errors);
    measures.demoSignals.inc(step.signals);
    measures.demoSignalsAccepted.inc(step.accepted);
    measures.demoOrders.inc(step.orders);
    measures.demoOrdersFilled.inc(step.filled);
    measures.demoReconnects.inc(step.reconnects);
  }

  function stepDemo(around: BotAround): void {
    if (faults.isOn('demo-stops')) {
      if (demo !== null) measures.demoCriticalErrors.inc();
      demo = null;
      return;
    }
    const step = stepBot(demo ?? startBot(around.now), around);
    demo = step.bot;
    countDemo(step);
  }

  function stepBots(state: Readonly<VenueState>, dtMs: number, now: number): void {
    const calm = { errors: false, slow: false, streamDown: false, picky: false };
    const weak = faults.isOn('demo-weak');
    const around = { now, dtMs, terms: state.canaryTerms, random };
    stepDemo({ ...around, trouble: { ...calm, slow: weak, picky: weak } });
    const silent = now - state.streamAt > STALE_MS;
    if (silent && !stale) measures.demoStale.inc();
    stale = silent;
    const running = state.canary;
    if (running === null) {
      canary = null;
      twin = null;
      strayed = false;
      return;
    }
    if (canary?.startedAt !== running.startedAt) {
      canary = startBot(running.startedAt);
      twin = startBot(now);
    }
    const ofCanary = stepBot(canary, {
      ...around,
      // What it may lose is lost: it takes no signal any more.
      terms: running.halted ? { ...around.terms, symbols: [] } : around.terms,
      trouble: { ...calm, streamDown: !running.streamUp, picky: weak },
    });
    canary = ofCanary.bot;
    measures.canarySignals.inc(ofCanary.signals);
    measures.canarySignalsAccepted.inc(ofCanary.accepted);
    for (const filter of FILTERS) measures.canaryTurnedDown.inc({ filter }, ofCanary.turnedDown[filter]);
    measures.canaryDisconnects.inc(ofCanary.disconnects);
    if (running.strays && !strayed) measures.canaryUnauthorised.inc();
    strayed = running.strays;
    if (!twin) return;
    const ofTwin = stepBot(twin, { ...around, trouble: calm });
    twin = ofTwin.bot;
    for (const latency of ofTwin.latencies) measures.demoTwinLatency.observe(latency);
  }

  function tick(state: Readonly<VenueState>, dtMs: number, now: number): void {
    if (now - riskAt >= RISK_EVERY_MS) {
      riskAt = now;
      measures.riskCalculations.inc(SYMBOLS.length);
      measures.riskCalculationsExact.inc(
        exactSums(riskSums(state.book, faults.isOn('risk-imprecise')), state.book),
      );
    }
    if (state.reconciliation.at !== reconciledAt) {
      reconciledAt = state.reconciliation.at;
      measures.reconciliations.inc();
      if (state.reconciliation.mismatch < 1e-9) measures.reconciliationsMatched.inc();
    }
    stepBots(state, dtMs, now);
  }

  function figures(state: Readonly<VenueState>, now: number): Record<string, number> {
    const { hotUsd, coldUsd, owedUsd } = state.wallet;
    const missing = owedUsd - hotUsd - coldUsd;
    const off = (symbol: MarketSymbol) =>
      faults.find('price-deviation')?.choice === symbol
        ? PRICE_OFF
        : state.actualMarket.prices[symbol] / state.market.prices[symbol] - 1;
    return {
      api_available: Number(state.database.up),
      hl_receipt_deviation_bp: worstBp.value,
      hedge_price_deviation_pct: hedgePriceOffPct,
      pnl_error_pct: pnlErrorPct(state.book, faults.isOn('pnl-drift') ? 0.000_5 * state.book.reserve : 0),
      pnl_against_hl_error_pct: againstHlPct(state.book, off),
      reserve_usd: state.book.reserve,
      asset_loss_usd: missing > CENT ? missing : 0,
      demo_running_seconds: demo ? (now - demo.startedAt) / 1_000 : 0,
      demo_stream_up: Number(demo !== null && demo.downSince === null),
      canary_positions: canary?.holdsUntil ? 1 : 0,
      canary_stream_down_seconds: canary?.downSince ? (now - canary.downSince) / 1_000 : 0,
      canary_twin_age_gap_seconds: canary && twin ? Math.abs(canary.startedAt - twin.startedAt) / 1_000 : 0,
    };
  }

  return { measures, order, hedged, liquidated, tick, figures };
}
