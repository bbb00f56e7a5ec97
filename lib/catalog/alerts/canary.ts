// The rollback triggers of manual 5: they fire only while a canary runs, at the limits that it was given.
import type { Alert, AlertAction, AlertSource } from '../alert-types.ts';

/** Manual 5 activates the kill switch; closing positions is the procedure's, which a person starts. */
const STOP_CANARY = {
  label: 'Stop strategies and new orders',
  settings: [
    { switch: 'strategies_enabled', value: false },
    { switch: 'new_orders_enabled', value: false },
  ],
} as const satisfies AlertAction;

const AFTER_CANARY = ['Close every position.', 'Keep the logs.', 'Write the incident report.'] as const;

/** The limit as the bot has it; the manual's where the venue does not say. */
function beyond(figure: string, limit: string, manual: number): AlertSource {
  const of = `min(venue_canary_${limit})`;
  return { kind: 'rule', expr: `${figure} > (${of} or vector(${manual}))`, holdsSeconds: 0, limit: of };
}

export const CANARY_ALERTS = {
  'canary-loss': {
    title: 'The canary lost more than it may',
    when: 'the loss of a running canary exceeds the largest it was given ($50 in the manual)',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: beyond('-min(venue_canary_pnl_usd)', 'max_loss_usd', 50),
    action: STOP_CANARY,
    further: AFTER_CANARY,
    procedure: 'canary-rollback',
  },
  'canary-errors': {
    title: 'Too much of the canary fails',
    when: 'the error rate of a running canary exceeds what it was given (5% in the manual)',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: beyond(
      '100 * sum(rate(venue_canary_errors_total[1m])) / sum(rate(venue_canary_requests_total[1m]))',
      ...(['max_error_pct', 5] as const),
    ),
    action: STOP_CANARY,
    further: AFTER_CANARY,
    procedure: 'canary-rollback',
  },
  'canary-latency': {
    title: 'The canary is too slow',
    when: 'the 95th percentile of latency of a running canary exceeds what it was given (1,000 ms in the manual)',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: beyond(
      'histogram_quantile(0.95, sum by (le) (rate(venue_canary_latency_seconds_bucket[1m])))',
      ...(['max_p95_seconds', 1] as const),
    ),
    action: STOP_CANARY,
    further: AFTER_CANARY,
    procedure: 'canary-rollback',
  },
  'canary-stream-down': {
    title: 'The canary lost its stream',
    when: 'the WebSocket of a running canary is down for longer than it was given (two minutes in the manual)',
    ...{ priority: 'P0', during: 'canary', policy: 'execute', from: 'Manual 5' },
    source: beyond('max(venue_canary_stream_down_seconds)', 'max_stream_down_seconds', 120),
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
