// What the criteria of canary programmes count at the venue, as it happens.
import { Counter, Histogram } from 'prom-client';

const unregistered = { registers: [] };
/**
 * Fine around the limits of the manual: 5, 10, 50 and 100 ms, and a second. What is compared with each other has the same
 * buckets: a quantile is interpolated inside one, and a coarse bucket makes it another figure.
 */
export const FINE_SECONDS = [
  0.000_25, 0.000_5, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01, 0.015, 0.025, 0.04, 0.05, 0.075,
  0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5,
];

const counter = (name: string, help: string) =>
  new Counter({ name: `venue_${name}_total`, help, ...unregistered });
const seconds = (name: string, help: string) =>
  new Histogram({ name: `venue_${name}_seconds`, help, buckets: FINE_SECONDS, ...unregistered });

export function openQualityMeasures() {
  return {
    apiRequests: counter('api_requests', 'Requests to the API.'),
    apiLatency: seconds('api_latency', 'From a request to its answer.'),
    routingLatency: seconds('routing_latency', 'From an order to the decision where it goes.'),
    orderReceipt: seconds('order_receipt', 'From an order to the receipt of it.'),
    hlReceipts: counter('hl_receipts', 'Receipts of the HL proxy that were compared with their fill.'),
    recordsWritten: counter('records_written', 'Orders and fills that were recorded.'),
    recordsLost: counter('records_lost', 'Orders and fills of which no record was found.'),
    limitOrders: counter('limit_orders', 'Limit orders that were placed.'),
    limitOrdersSucceeded: counter('limit_orders_succeeded', 'Limit orders that rest or were filled.'),
    internalFill: seconds('internal_fill', 'From an internalised order to its fill.'),
    volume: counter('volume_usd', 'Notional of the fills, USD.'),
    symbolConflicts: counter('symbol_conflicts', 'Fills that were booked on another symbol.'),
    riskCalculations: counter('risk_calculations', 'Net exposures that the risk engine calculated.'),
    riskCalculationsExact: counter('risk_calculations_exact', 'Of these, those that agree with the book.'),
    hedgeInstructions: counter('hedge_instructions', 'Hedges that the thresholds ask for.'),
    hedgeInstructionsUnlogged: counter('hedge_instructions_unlogged', 'Of these, those that are in no log.'),
    hedgeInstructionsWrong: counter('hedge_instructions_wrong', 'Instructions that no threshold asked for.'),
    hedges: counter('hedges', 'Hedges that were carried out.'),
    hedgesOnTime: counter('hedges_on_time', 'Of these, those within a second of being due.'),
    liquidationDelay: seconds('liquidation_delay', 'From an account under margin to its liquidation.'),
    liquidationDetection: seconds('liquidation_detection', 'From an account under margin to its detection.'),
    liquidationsExact: counter('liquidations_exact', 'Liquidations at the price and size they should have.'),
    liquidationsWrong: counter('liquidations_wrong', 'Liquidations of accounts that were not under margin.'),
    reconciliations: counter('reconciliations', "Comparisons of users' assets with what is held."),
    reconciliationsMatched: counter('reconciliations_matched', 'Of these, those that agreed.'),
    demoRequests: counter('demo_requests', 'Requests of the demo bot.'),
    demoErrors: counter('demo_errors', 'Of these, those that failed.'),
    demoCriticalErrors: counter('demo_critical_errors', 'Times the demo bot stopped by itself.'),
    demoLatency: seconds('demo_latency', 'From a request of the demo bot to its answer.'),
    demoTwinLatency: seconds(
      'demo_twin_latency',
      'The same, of the demo that began with the running canary.',
    ),
    demoSignals: counter('demo_signals', 'Signals of the demo bot.'),
    demoSignalsAccepted: counter('demo_signals_accepted', 'Of these, those that its filters took.'),
    demoOrders: counter('demo_orders', 'Orders of the demo bot.'),
    demoOrdersFilled: counter('demo_orders_filled', 'Of these, those that were filled.'),
    demoReconnects: counter('demo_reconnects', 'Times the stream of the demo bot came back.'),
    demoStale: counter('demo_stale', 'Times its market data stood still for five seconds.'),
    canarySignals: counter('canary_signals', 'Signals of the canary.'),
    canarySignalsAccepted: counter('canary_signals_accepted', 'Of these, those that its filters took.'),
    canaryTurnedDown: new Counter({
      name: 'venue_canary_signals_turned_down_total',
      help: 'Signals that a filter of the canary turned down.',
      labelNames: ['filter'],
      ...unregistered,
    }),
    canaryCriticalErrors: counter('canary_critical_errors', 'Times the canary stopped by itself.'),
    canaryDisconnects: counter('canary_disconnects', 'Times the canary lost its stream.'),
    canaryUnauthorised: counter('canary_unauthorised', 'Things the canary did that it was not given.'),
  };
}

export type QualityMeasures = ReturnType<typeof openQualityMeasures>;
