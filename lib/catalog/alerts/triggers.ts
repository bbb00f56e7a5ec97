// The triggers of manual 3: those that act at once, and those that people decide on.
import type { Alert } from '../alert-types.ts';

/**
 * Of a series, what was scraped within the last 15 s. Prometheus shows the last figure for 5 minutes, also one of before
 * its own restart: against a clock that goes on, it would look like a silence of minutes. A target that it cannot scrape
 * loses its series at once, so nothing else is left out.
 */
const fresh = (series: string) => `${series} and time() - timestamp(${series}) < 15`;

export const TRIGGERS = {
  'drawdown-breaker': {
    title: 'Drawdown of 3%: the circuit breaker is active',
    when: 'the drawdown reaches 3%; the venue says so within a second, without waiting for a scrape',
    priority: 'P0',
    source: { kind: 'push', withinMs: 1_000 },
    action: {
      label: 'Stop strategies and new orders',
      settings: [
        { switch: 'strategies_enabled', value: false },
        { switch: 'new_orders_enabled', value: false },
      ],
    },
    further: ['Close every position at market.', 'Run the canary rollback: target under 5 minutes.'],
    procedure: 'canary-rollback',
    policy: 'propose',
    from: 'Manual 3',
  },
  'database-lost': {
    title: "The exchange's database is lost",
    when: 'the exchange cannot reach its database; the venue says so within two seconds',
    priority: 'P0',
    source: { kind: 'push', withinMs: 2_000 },
    action: { label: 'Pause trading', settings: [{ switch: 'trading_enabled', value: false }] },
    further: ['Begin the restore.'],
    procedure: 'rollback-database',
    policy: 'propose',
    from: 'Manual 3',
  },
  'stream-interrupted': {
    title: 'A WebSocket stream is interrupted',
    when: 'the WebSocket stream has been silent for more than 30 seconds',
    priority: 'P0',
    source: {
      kind: 'rule',
      expr: `time() - min(${fresh('venue_stream_last_message_timestamp_seconds')}) > 30`,
      holdsSeconds: 0,
    },
    action: { label: 'Stop strategies', settings: [{ switch: 'strategies_enabled', value: false }] },
    further: ['Close every open position.'],
    procedure: 'canary-rollback',
    policy: 'propose',
    from: 'Manual 3',
  },
  'order-errors': {
    title: 'More than 5% of order placements fail',
    when: 'more than 5% of the placed orders ended in an error over a minute',
    priority: 'P0',
    source: {
      kind: 'rule',
      expr: 'sum(rate(venue_orders_failed_total[1m])) / sum(rate(venue_orders_placed_total[1m])) > 0.05',
      holdsSeconds: 0,
    },
    action: { label: 'Pause new orders', settings: [{ switch: 'new_orders_enabled', value: false }] },
    further: ['Tell the team at once.'],
    procedure: 'canary-rollback',
    policy: 'propose',
    from: 'Manual 3',
  },

  // That people decide on
  'fill-rate-low': {
    title: 'The fill rate is below 90%',
    when: 'less than 90% of the orders were filled over five minutes',
    priority: 'P1',
    source: {
      kind: 'rule',
      expr: 'sum(rate(venue_orders_filled_total[5m])) / sum(rate(venue_orders_placed_total[5m])) < 0.90',
      holdsSeconds: 60,
    },
    further: ['Look into it for two minutes, or roll back.'],
    procedure: 'canary-rollback',
    policy: 'off',
    from: 'Manual 3',
  },
  'latency-high': {
    title: 'Latency stays above one second',
    when: 'the 95th percentile of order latency stayed above one second for two minutes',
    priority: 'P1',
    source: {
      kind: 'rule',
      expr: 'histogram_quantile(0.95, sum by (le) (rate(venue_order_latency_seconds_bucket[1m]))) > 1',
      holdsSeconds: 120,
    },
    further: ['It points at the infrastructure: roll back, then find the cause.'],
    procedure: 'runbook-high-latency',
    policy: 'off',
    from: 'Manual 3',
  },
} as const satisfies Record<string, Alert>;
