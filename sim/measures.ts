// What the venue counts as it happens; gauges are read from its state when they are scraped (web/venue-metrics.ts).
import { Counter, Histogram } from 'prom-client';
import { FINE_SECONDS } from './quality-measures.ts';

const unregistered = { registers: [] };
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function counter(name: string, help: string): Counter {
  return new Counter({ name: `venue_${name}_total`, help, ...unregistered });
}

function seconds(name: string, help: string, buckets: readonly number[] = SECONDS): Histogram {
  return new Histogram({ name: `venue_${name}_seconds`, help, buckets: [...buckets], ...unregistered });
}

export function openMeasures() {
  return {
    ordersPlaced: counter('orders_placed', 'Orders placed: sent to HL or internalised.'),
    ordersFilled: counter('orders_filled', 'Placed orders that were filled.'),
    ordersFailed: counter('orders_failed', 'Placed orders that ended in an error.'),
    orderLatency: seconds('order_latency', 'From placing an order to its answer.'),
    liquidations: counter('liquidations', 'Liquidations that were carried out or tried.'),
    liquidationsFailed: counter('liquidations_failed', 'Liquidations that failed.'),
    liquidationChecks: counter('liquidation_checks', 'Health checks of the liquidation engine.'),
    liquidationChecksFailed: counter(
      'liquidation_checks_failed',
      'Health checks that found the liquidation engine not detecting.',
    ),
    canaryRequests: counter('canary_requests', 'Requests of the canary.'),
    canaryErrors: counter('canary_errors', 'Requests of the canary that failed.'),
    canaryLatency: seconds('canary_latency', 'From a request of the canary to its answer.', FINE_SECONDS),
  };
}

export type Measures = ReturnType<typeof openMeasures>;
