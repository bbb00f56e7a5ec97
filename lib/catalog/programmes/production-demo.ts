// Manual 5, before anybody signs: the demo of thirty minutes, what is measured of it, and the risk controls that somebody has tried.
import type { Criterion } from '../programme-types.ts';
import { KILL_SWITCH, LOSS_LIMIT } from './checks.ts';
import { counted, inStage, none, percent, quantileMs, scrapes } from './queries.ts';

const DEMO_REQUESTS = { query: counted('demo_requests'), least: 1_000, of: 'requests' } as const;
const DEMO_SIGNALS = { query: counted('demo_signals'), least: 50, of: 'signals' } as const;
const DEMO_ORDERS = { query: counted('demo_orders'), least: 50, of: 'orders' } as const;
const DEMO_TIME = { query: scrapes('demo_stream_up'), least: 60, of: 'readings' } as const;

function manual(key: string, title: string, ask: string): Criterion {
  return { key, title, kind: 'manual', over: 'run', ask };
}

const DEMO_MINUTES = 'min(venue_demo_running_seconds) / 60';

/** Checklist and metrics snapshot of the form, before anybody signs. */
export const DEMO: readonly Criterion[] = [
  inStage({
    ...{ key: 'demo-time', title: 'Demo runs', query: DEMO_MINUTES, is: '>=', target: 30, unit: 'min' },
    // Before that it has not failed: it is not there yet.
    ...{ narrow: 0, samples: { query: DEMO_MINUTES, least: 30, of: 'minutes' } },
  }),
  inStage({
    ...{ key: 'demo-acceptance', title: 'Acceptance rate', is: '>=', target: 90, unit: '%', narrow: 0.5 },
    ...{ query: percent('demo_signals_accepted', 'demo_signals'), samples: DEMO_SIGNALS },
  }),
  inStage({
    ...{ key: 'demo-p50', title: 'Latency, P50', query: quantileMs(0.5, 'demo_latency'), is: '<' },
    ...{ target: 200, unit: 'ms', narrow: 10, samples: DEMO_REQUESTS },
  }),
  inStage({
    ...{ key: 'demo-p95', title: 'Latency, P95', query: quantileMs(0.95, 'demo_latency'), is: '<' },
    ...{ target: 500, unit: 'ms', narrow: 25, samples: DEMO_REQUESTS },
  }),
  inStage({
    ...{ key: 'demo-success', title: 'Order success', query: percent('demo_orders_filled', 'demo_orders') },
    ...{ is: '>', target: 95, unit: '%', narrow: 0.5, samples: DEMO_ORDERS },
  }),
  inStage({
    ...{ key: 'demo-stream', title: 'WebSocket uptime', is: '>', target: 99, unit: '%', narrow: 0.2 },
    ...{ query: '100 * min(avg_over_time(venue_demo_stream_up[$window]))', samples: DEMO_TIME },
  }),
  inStage({
    ...{ key: 'demo-errors', title: 'Error rate', query: percent('demo_errors', 'demo_requests') },
    ...{ is: '<', target: 1, unit: '%', narrow: 0.1, samples: DEMO_REQUESTS },
  }),
  inStage(none('demo-critical', 'Critical errors', 'demo_critical_errors', DEMO_REQUESTS)),
  inStage({
    ...{ key: 'demo-reconnects', title: 'WebSocket reconnects in 30 minutes', is: '<', target: 3 },
    ...{ query: counted('demo_reconnects', '30m'), unit: 'count', narrow: 0, samples: DEMO_TIME },
  }),
  inStage({
    ...{ key: 'demo-staleness', title: 'Staleness events in an hour', is: '<', target: 3, unit: 'count' },
    ...{ query: counted('demo_stale', '1h'), narrow: 0, samples: DEMO_TIME },
  }),
  manual('pnl-accurate', 'PnL tracking accurate', 'Compare the PnL of the demo with its fills.'),
  manual('funding-correct', 'Funding calculations correct', 'Compare one funding payment with the exchange.'),
];

export const RISK_CONTROLS: readonly Criterion[] = [
  KILL_SWITCH,
  LOSS_LIMIT,
  manual(
    'loss-cap',
    'Daily loss cap of the bot configured ({daily-cap})',
    'Show {daily-cap} as the cap in the configuration of the bot.',
  ),
  manual('position-limits', 'Position limits enforced', 'Send an order above {size}: it must be refused.'),
  manual('reduce-only', 'Reduce-only mode works', 'Set reduce-only in the demo: opens must be refused.'),
  {
    key: 'quiet-window',
    title: 'Pre-funding quiet window on',
    kind: 'switch',
    switch: 'prefunding_quiet_window',
    is: 'on',
  },
];
