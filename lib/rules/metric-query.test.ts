import { expect, test } from 'vitest';
import { metricQuery } from './metric-query.ts';

test.each([
  ['venue_hot_wallet_available_usd', 'venue_hot_wallet_available_usd', 'usd'],
  ['venue_margin_ratio', 'venue_margin_ratio', 'ratio'],
  ['venue_hl_up', 'venue_hl_up', 'flag'],
  ['venue_accounts_under_margin', 'venue_accounts_under_margin', 'number'],
  ['venue_orders_failed_total', 'sum(increase(venue_orders_failed_total[5m]))', 'count'],
  [
    'venue_stream_last_message_timestamp_seconds',
    'time() - venue_stream_last_message_timestamp_seconds',
    'ago',
  ],
  [
    'venue_order_latency_seconds_bucket',
    'histogram_quantile(0.95, sum by (le) (rate(venue_order_latency_seconds_bucket[5m])))',
    'seconds',
  ],
])('%s is asked for as %s', (metric, query, unit) => {
  expect(metricQuery(metric)).toEqual({ query, unit });
});
