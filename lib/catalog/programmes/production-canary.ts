// Manual 5: thirty minutes in production with one small bot, after a demo of thirty minutes that met its targets.
import type { Criterion, Guard, Programme } from '../programme-types.ts';
import type { SwitchSetting } from '../switches.ts';
import { SYMBOLS } from '../symbols.ts';
import { AUDIT_WHOLE, KILL_SWITCH, LOSS_LIMIT, MEMORY, NO_P0 } from './checks.ts';
import { counted, inStage, none, observed, percent, quantileMs, scrapes, smallest } from './queries.ts';

const MINUTE = 60;

const DEMO_REQUESTS = { query: counted('demo_requests'), least: 1_000, of: 'requests' } as const;
const DEMO_SIGNALS = { query: counted('demo_signals'), least: 50, of: 'signals' } as const;
const DEMO_ORDERS = { query: counted('demo_orders'), least: 50, of: 'orders' } as const;
const DEMO_TIME = { query: scrapes('demo_stream_up'), least: 60, of: 'readings' } as const;
const REQUESTS = { query: counted('canary_requests'), least: 1_000, of: 'requests' } as const;
const SIGNALS = { query: counted('canary_signals'), least: 50, of: 'signals' } as const;
const TIME = { query: scrapes('canary_pnl_usd'), least: 60, of: 'readings' } as const;

function manual(key: string, title: string, ask: string): Criterion {
  return { key, title, kind: 'manual', over: 'run', ask };
}

/** Checklist and metrics snapshot of the form, before anybody signs. */
const DEMO: readonly Criterion[] = [
  inStage({
    ...{ key: 'demo-time', title: 'Demo runs', query: 'min(venue_demo_running_seconds) / 60', is: '>=' },
    ...{ target: 30, unit: 'min', narrow: 0, samples: DEMO_TIME },
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

const RISK_CONTROLS: readonly Criterion[] = [
  KILL_SWITCH,
  LOSS_LIMIT,
  manual(
    'loss-cap',
    'Daily loss cap of the bot configured ($100)',
    'Show the cap in the configuration of the bot.',
  ),
  manual('position-limits', 'Position limits enforced', 'Send an order above the limit: it must be refused.'),
  manual('reduce-only', 'Reduce-only mode works', 'Set reduce-only in the demo: opens must be refused.'),
  {
    key: 'quiet-window',
    title: 'Pre-funding quiet window on',
    kind: 'switch',
    switch: 'prefunding_quiet_window',
    is: 'on',
  },
];

/** The kill switch of manual 5; positions are closed by the procedure that a person starts. */
const STOP: readonly SwitchSetting[] = [
  { switch: 'strategies_enabled', value: false },
  { switch: 'new_orders_enabled', value: false },
];

function immediate(guard: Pick<Guard, 'key' | 'title' | 'query' | 'threshold' | 'unit'>): Guard {
  return {
    ...{ ...guard, is: '>', source: 'Manual 5, immediate rollback' },
    rollback: { kind: 'switches', label: 'Stop strategies and new orders', settings: STOP },
  };
}

/** While the bot does not run it sends nothing, and nothing of it can fail. */
const orIdle = (query: string) => `(${query}) or (vector(0) and on() max(venue_canary_active) == 0)`;

export const PRODUCTION_CANARY: Programme = {
  key: 'production-canary',
  title: 'Production canary',
  short: 'Production',
  purpose: 'Thirty minutes in production with the smallest position, conservative and watched.',
  source: 'Manual 5',
  parameters: [
    { key: 'symbol', label: 'Symbol', type: 'symbols', default: ['BTC'], members: SYMBOLS, one: true },
    {
      ...{ key: 'size', label: 'Position size', type: 'number', default: 0.0001, unit: 'BTC', decimals: 6 },
      bounds: { min: 0.00001, max: 0.0001 },
    },
    { key: 'max-loss', label: 'Maximum loss', type: 'money', default: '50', bounds: { min: '5', max: '50' } },
    { key: 'mode', label: 'Mode', type: 'choice', default: 'CONSERVATIVE', values: ['CONSERVATIVE'] },
    { key: 'rsi', label: 'RSI confirmation', type: 'choice', default: 'ON', values: ['ON'] },
    { key: 'volatility', label: 'Volatility filter', type: 'choice', default: 'STRICT', values: ['STRICT'] },
    {
      ...{ key: 'spread', label: 'Spread filter, less than', type: 'number', default: 20, unit: 'bps' },
      ...{ decimals: 0, bounds: { min: 1, max: 20 } },
    },
    {
      ...{ key: 'depth', label: 'Depth, more than', type: 'money', default: '100000' },
      bounds: { min: '100000', max: '10000000' },
    },
  ],
  before: { title: 'Demo validation', seconds: 30 * MINUTE, acceptance: [...DEMO, ...RISK_CONTROLS] },
  checks: [NO_P0, MEMORY],
  stages: [
    {
      key: 'canary',
      title: 'Production canary',
      when: 'T+0 to T+30',
      seconds: 30 * MINUTE,
      objective: 'Half an hour in production without breaking a limit.',
      settings: [
        { switch: 'strategies_enabled', value: true },
        { switch: 'new_orders_enabled', value: true },
        { switch: 'prefunding_quiet_window', value: true },
      ],
      notes: ['The bot is started by the execution procedure, with the parameters of this run.'],
      acceptance: [
        inStage(none('critical', 'Critical errors', 'canary_critical_errors', REQUESTS)),
        inStage({
          ...{ key: 'loss', title: 'Loss, largest', query: `-${smallest('canary_pnl_usd')}`, is: '<' },
          ...{ target: { parameter: 'max-loss' }, unit: 'usd', narrow: 5, samples: TIME },
        }),
        inStage({
          ...{ key: 'acceptance', title: 'Acceptance rate', is: '>', target: 85, unit: '%', narrow: 0.5 },
          ...{ query: percent('canary_signals_accepted', 'canary_signals'), samples: SIGNALS },
        }),
        inStage({
          ...{ key: 'closed', title: 'Open positions', query: 'max(venue_canary_positions)', is: '=' },
          ...{ target: 0, unit: 'count', narrow: 0, samples: TIME },
        }),
        inStage({
          ...{ key: 'latency-against-demo', title: 'Latency P95 against the demo' },
          ...{
            query: quantileMs(0.95, 'canary_latency'),
            is: '<=',
            target: 1.2,
            unit: 'ratio',
            narrow: 0.02,
          },
          samples: REQUESTS,
          baseline: {
            ...{ title: 'demo', unit: 'ms', query: quantileMs(0.95, 'demo_twin_latency') },
            ...{
              samples: observed('demo_twin_latency'),
              ageGapSeconds: 'max(venue_canary_twin_age_gap_seconds)',
            },
          },
        }),
        AUDIT_WHOLE,
      ],
      targets: {
        least: 3,
        criteria: [
          inStage({
            ...{ key: 'profitable', title: 'Profitable or break-even', is: '>=', target: 0, unit: 'usd' },
            ...{ query: 'max(last_over_time(venue_canary_pnl_usd[$window]))', narrow: 0, samples: TIME },
          }),
          inStage({
            ...{ key: 'target-acceptance', title: 'Acceptance rate', is: '>', target: 95, unit: '%' },
            ...{ query: percent('canary_signals_accepted', 'canary_signals'), narrow: 0.5, samples: SIGNALS },
          }),
          inStage(none('disconnects', 'WebSocket disconnects', 'canary_disconnects', TIME)),
          inStage({
            ...{ key: 'target-p95', title: 'Latency, P95', query: quantileMs(0.95, 'canary_latency') },
            ...{ is: '<', target: 300, unit: 'ms', narrow: 10, samples: REQUESTS },
          }),
          {
            ...{ key: 'filters', title: 'All risk filters work', kind: 'manual', over: 'stage' },
            ask: 'Look at the signals that were turned down: each by the filter that should.',
          },
        ],
      },
    },
  ],
  passCriteria: [],
  guards: [
    immediate({
      ...{
        key: 'loss-limit-broken',
        title: 'The loss passes its limit',
        query: '-min(venue_canary_pnl_usd)',
      },
      ...{ threshold: { parameter: 'max-loss' }, unit: 'usd' },
    }),
    immediate({
      ...{ key: 'canary-errors', title: 'Errors pass 5%', threshold: 5, unit: '%' },
      query: orIdle(percent('canary_errors', 'canary_requests', '1m')),
    }),
    immediate({
      ...{ key: 'canary-latency', title: 'P95 passes 1,000 ms', threshold: 1_000, unit: 'ms' },
      query: orIdle(`${quantileMs(0.95, 'canary_latency', '1m')} >= 0`),
    }),
    immediate({
      ...{ key: 'stream-down', title: 'WebSocket down for more than 2 minutes', threshold: 120, unit: 's' },
      query: 'max(venue_canary_stream_down_seconds)',
    }),
    immediate({
      ...{ key: 'unauthorised', title: 'Unauthorised behaviour', threshold: 0, unit: 'count' },
      query: counted('canary_unauthorised', '5m'),
    }),
  ],
  abort: {
    kind: 'switches',
    label: 'Stop strategies',
    settings: [{ switch: 'strategies_enabled', value: false }],
  },
};
