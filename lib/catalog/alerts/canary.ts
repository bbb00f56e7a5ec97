// The rollback triggers of manual 5: they fire only while a canary runs.
import type { Alert, AlertAction } from '../alert-types.ts';

/** Manual 5 activates the kill switch; closing positions is the procedure's, which a person starts. */
const STOP_CANARY = {
  label: 'Stop strategies and new orders',
  settings: [
    { switch: 'strategies_enabled', value: false },
    { switch: 'new_orders_enabled', value: false },
  ],
} as const satisfies AlertAction;

const AFTER_CANARY = ['Close every position.', 'Keep the logs.', 'Write the incident report.'] as const;

export const CANARY_ALERTS = {
  'canary-loss': {
    title: 'The canary lost more than $50',
    when: 'the loss of a running canary exceeds $50',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: { kind: 'rule', expr: 'min(venue_canary_pnl_usd) < -50', holdsSeconds: 0 },
    action: STOP_CANARY,
    further: AFTER_CANARY,
    procedure: 'canary-rollback',
  },
  'canary-errors': {
    title: 'More than 5% of the canary fails',
    when: 'the error rate of a running canary exceeds 5%',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: {
      kind: 'rule',
      expr: 'sum(rate(venue_canary_errors_total[1m])) / sum(rate(venue_canary_requests_total[1m])) > 0.05',
      holdsSeconds: 0,
    },
    action: STOP_CANARY,
    further: AFTER_CANARY,
    procedure: 'canary-rollback',
  },
  'canary-latency': {
    title: 'The canary is slower than a second',
    when: 'the 95th percentile of latency of a running canary exceeds 1,000 ms',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: {
      kind: 'rule',
      expr: 'histogram_quantile(0.95, sum by (le) (rate(venue_canary_latency_seconds_bucket[1m]))) > 1',
      holdsSeconds: 0,
    },
    action: STOP_CANARY,
    further: AFTER_CANARY,
    procedure: 'canary-rollback',
  },
  'canary-stream-down': {
    title: 'The canary lost its stream',
    when: 'the WebSocket of a running canary has been down for more than two minutes',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: { kind: 'rule', expr: 'min(venue_canary_stream_up) == 0', holdsSeconds: 120 },
    action: STOP_CANARY,
    further: AFTER_CANARY,
    procedure: 'canary-rollback',
  },
  'canary-unauthorized': {
    title: 'The canary did what it may not',
    when: 'the venue sees a running canary do something it is not authorised to do',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: { kind: 'push', withinMs: 1_000 },
    action: STOP_CANARY,
    further: AFTER_CANARY,
    procedure: 'canary-rollback',
  },
} as const satisfies Record<string, Alert>;
