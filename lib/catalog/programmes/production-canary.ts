// Manual 5: thirty minutes in production with one small bot, after a demo of thirty minutes that met its targets.
import type { Programme } from '../programme-types.ts';
import { AUDIT_WHOLE, MEMORY, NO_P0 } from './checks.ts';
import { DEMO, RISK_CONTROLS } from './production-demo.ts';
import { PRODUCTION_GUARDS } from './production-guards.ts';
import { BOT_TERMS, PRODUCTION_PARAMETERS } from './production-parameters.ts';
import { counted, inStage, none, observed, percent, quantileMs, scrapes, smallest } from './queries.ts';

const MINUTE = 60;

const REQUESTS = { query: counted('canary_requests'), least: 1_000, of: 'requests' } as const;
const SIGNALS = { query: counted('canary_signals'), least: 50, of: 'signals' } as const;
const TIME = { query: scrapes('canary_pnl_usd'), least: 60, of: 'readings' } as const;

export const PRODUCTION_CANARY: Programme = {
  key: 'production-canary',
  title: 'Production canary',
  short: 'Production',
  purpose: 'Thirty minutes in production with the smallest position, conservative and watched.',
  source: 'Manual 5',
  parameters: PRODUCTION_PARAMETERS,
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
        ...BOT_TERMS,
      ],
      notes: [
        '{size} at most, {mode}, with a loss of {max-loss} at most.',
        'The bot takes its terms from these switches, and is launched by the execution plan.',
      ],
      acceptance: [
        inStage(none('critical', 'Critical errors', 'canary_critical_errors', REQUESTS)),
        inStage({
          ...{ key: 'loss', title: 'Loss, largest', query: `-${smallest('canary_pnl_usd')}`, is: '<' },
          ...{ target: { parameter: 'max-loss' }, unit: 'usd', narrow: 5, samples: TIME },
        }),
        inStage({
          ...{ key: 'acceptance', title: 'Acceptance rate', is: '>', unit: '%', narrow: 0.5 },
          target: { parameter: 'acceptance' },
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
            ask: 'Look at the signals that were turned down: a spread of {spread} and more, a depth of {depth} and less, and what RSI and volatility do not allow.',
          },
        ],
      },
    },
  ],
  passCriteria: [],
  guards: PRODUCTION_GUARDS,
  abort: {
    kind: 'switches',
    label: 'Stop strategies',
    settings: [{ switch: 'strategies_enabled', value: false }],
  },
};
