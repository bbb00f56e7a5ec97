// Manual 1, Phase 2: seven days of full HL routing, the hedge and the liquidation engine watched before they may act.
import type { Programme } from '../programme-types.ts';
import { KILL_SWITCH, LOSS_LIMIT, MEMORY, NO_P0, ROLLBACK_REHEARSED } from './checks.ts';
import {
  AVAILABILITY,
  AVAILABILITY_SAMPLES,
  counted,
  inRun,
  inStage,
  largest,
  none,
  ORDERS,
  observed,
  percent,
  quantileMs,
  REQUESTS,
} from './queries.ts';

const DAY = 86_400;

const RECEIPTS = { query: counted('hl_receipts'), least: 1_000, of: 'receipts' } as const;
const CALCULATIONS = { query: counted('risk_calculations'), least: 100, of: 'calculations' } as const;
const INSTRUCTIONS = { query: counted('hedge_instructions'), least: 20, of: 'instructions' } as const;
const RECORDS = { query: counted('records_written'), least: 1_000, of: 'records' } as const;

/** Everything goes to HL whatever its size: the safest mode, and nothing is internalised in any. */
const FULL_HL = [
  { switch: 'routing_mode', value: 'HL_MODE' },
  { switch: 'global_betting_enabled', value: false },
] as const;

const DEVIATION = {
  query: largest('hl_receipt_deviation_bp'),
  is: '<=',
  target: 1,
  unit: 'bp',
  samples: RECEIPTS,
  narrow: 0.1,
} as const;

export const PHASE_2: Programme = {
  key: 'phase-2',
  title: 'Phase 2 canary, routing and hedging',
  short: 'Phase 2',
  purpose: 'Seven days of full HL routing without a failure, and risk calculations that are proven precise.',
  source: 'Manual 1, Phase 2',
  parameters: [
    {
      ...{ key: 'error-limit', label: 'Rolls back when errors pass', type: 'number', default: 1, unit: '%' },
      ...{ decimals: 1, bounds: { min: 0.1, max: 1 } },
    },
  ],
  before: { title: 'Before the start', seconds: 0, acceptance: [] },
  checks: [KILL_SWITCH, ROLLBACK_REHEARSED, LOSS_LIMIT, NO_P0, MEMORY],
  stages: [
    {
      key: 'full-hl',
      title: 'Full HL routing',
      when: 'Days 1 to 3',
      seconds: 3 * DAY,
      objective: 'Every order goes to HL and comes back as it was sent.',
      settings: [
        ...FULL_HL,
        { switch: 'hedge_enabled', value: true },
        { switch: 'hedge_execution', value: 'observe' },
        { switch: 'liquidation_enabled', value: true },
        { switch: 'liquidation_execution', value: 'observe' },
      ],
      notes: ['Test users only.', 'Risk is minimal: nothing is internalised.'],
      acceptance: [
        inStage({ key: 'hl-deviation', title: 'HL proxy deviation, worst', ...DEVIATION }),
        inStage({
          ...{ key: 'api-latency', title: 'API latency, P99', query: quantileMs(0.99, 'api_latency') },
          ...{ is: '<', target: 5, unit: 'ms', samples: REQUESTS, narrow: 0.5 },
        }),
        inStage({
          ...{
            key: 'order-receipt',
            title: 'Order to receipt, P99',
            query: quantileMs(0.99, 'order_receipt'),
          },
          ...{ is: '<', target: 50, unit: 'ms', narrow: 5 },
          samples: { query: observed('order_receipt'), least: 1_000, of: 'receipts' },
        }),
        inStage(none('failures-full-hl', 'Failures', 'orders_failed', ORDERS)),
        inStage(none('lost-full-hl', 'Lost data', 'records_lost', RECORDS)),
      ],
    },
    {
      key: 'risk-monitoring',
      title: 'Risk monitoring',
      when: 'Days 4 to 5',
      seconds: 2 * DAY,
      objective: 'Net exposure as it is calculated agrees with what is observed.',
      settings: [...FULL_HL, { switch: 'hedge_execution', value: 'log' }],
      notes: ['Hedge instructions are written down, not carried out.'],
      acceptance: [
        inStage({
          ...{ key: 'risk-precision', title: 'Precision of risk calculations' },
          ...{ query: percent('risk_calculations_exact', 'risk_calculations') },
          ...{ is: '>', target: 99, unit: '%', samples: CALCULATIONS, narrow: 0.1 },
        }),
        inStage(
          none(
            'hedge-logs',
            'Hedge instructions missing in the log',
            'hedge_instructions_unlogged',
            INSTRUCTIONS,
          ),
        ),
        inStage(none('failures-risk', 'Failures', 'orders_failed', ORDERS)),
      ],
    },
    {
      key: 'simulated-hedging',
      title: 'Simulated hedging',
      when: 'Days 6 to 7',
      seconds: 2 * DAY,
      objective: 'Hedges and liquidations are computed as they would be carried out.',
      settings: [
        ...FULL_HL,
        { switch: 'hedge_execution', value: 'log' },
        { switch: 'liquidation_execution', value: 'compute' },
      ],
      notes: ['Instructions are kept for the audit.', 'No position is closed.'],
      acceptance: [
        inStage(
          none(
            ...(['hedge-logic', 'Instructions against the thresholds'] as const),
            'hedge_instructions_wrong',
            INSTRUCTIONS,
          ),
        ),
        inStage({
          ...{ key: 'hedge-prices', title: 'Hedge price from market, worst' },
          ...{ query: largest('hedge_price_deviation_pct'), is: '<=', target: 5, unit: '%' },
          ...{ samples: INSTRUCTIONS, narrow: 0.5 },
        }),
        inStage(
          none(
            'hedge-logs-kept',
            'Instructions missing in the log',
            'hedge_instructions_unlogged',
            INSTRUCTIONS,
          ),
        ),
      ],
    },
    {
      key: 'evaluation',
      title: 'Evaluation',
      when: 'End of day 7',
      seconds: 0,
      objective: 'The pass criteria hold over all seven days.',
      settings: [],
      notes: ['Nothing changes: what ran goes on until the last signature.'],
      acceptance: [],
    },
  ],
  passCriteria: [
    inRun({ key: 'pass-deviation', title: 'HL proxy deviation, worst', ...DEVIATION }),
    inRun({
      ...{ key: 'pass-routing', title: 'Routing latency, P99', query: quantileMs(0.99, 'routing_latency') },
      ...{ is: '<', target: 5, unit: 'ms', narrow: 0.5 },
      samples: { query: observed('routing_latency'), least: 1_000, of: 'orders' },
    }),
    inRun({
      key: 'pass-routing-time',
      title: 'Time with routing P99 under 10 ms',
      query: `100 * avg_over_time((${quantileMs(0.99, 'routing_latency', '1m')} < bool 10)[$window:1m])`,
      ...{ is: '>=', target: 99.5, unit: '%', narrow: 0.1 },
      samples: { query: observed('routing_latency'), least: 1_000, of: 'orders' },
    }),
    inRun({
      ...{ key: 'pass-api', title: 'API response, P95', query: quantileMs(0.95, 'api_latency') },
      ...{ is: '<', target: 100, unit: 'ms', samples: REQUESTS, narrow: 5 },
    }),
    inRun({
      ...{ key: 'pass-availability', title: 'Availability', query: AVAILABILITY },
      ...{ is: '>', target: 99.9, unit: '%', narrow: 0.02 },
      samples: { query: AVAILABILITY_SAMPLES, least: 20, of: 'readings' },
    }),
    inRun(none('pass-lost', 'Lost data', 'records_lost', RECORDS)),
    inRun({
      ...{ key: 'pass-precision', title: 'Precision of risk calculations' },
      ...{ query: percent('risk_calculations_exact', 'risk_calculations') },
      ...{ is: '>', target: 99.5, unit: '%', samples: CALCULATIONS, narrow: 0.1 },
    }),
  ],
  guards: [
    {
      key: 'error-rate',
      title: 'Errors pass {error-limit}',
      query: percent('orders_failed', 'orders_placed', '1m'),
      ...{ is: '>', threshold: { parameter: 'error-limit' }, unit: '%', rollback: { kind: 'phase-1' } },
      source: 'Manual 1, Phase 2: failure',
    },
  ],
  abort: { kind: 'phase-1' },
};
