// Manual 1, Phase 3: ten days in which internalisation opens, from BTC at $1,000 to the final design.
import type { Programme } from '../programme-types.ts';
import { KILL_SWITCH, LOSS_LIMIT, MEMORY, NO_P0, ROLLBACK_REHEARSED } from './checks.ts';
import { PHASE_3_PARAMETERS } from './phase-3-parameters.ts';
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
  scrapes,
  smallest,
} from './queries.ts';

const DAY = 86_400;

const LIQUIDATIONS = { query: counted('liquidations'), least: 20, of: 'liquidations' } as const;
const RESERVE = {
  query: smallest('reserve_usd'),
  is: '>',
  target: 500_000,
  unit: 'usd',
  narrow: 10_000,
  samples: { query: scrapes('reserve_usd'), least: 60, of: 'readings' },
} as const;
const FILLS = { query: observed('internal_fill'), least: 100, of: 'fills' } as const;

/** In every stage: what was only watched in Phase 2 now acts. */
const LIVE = [
  { switch: 'global_betting_enabled', value: true },
  { switch: 'routing_mode', value: 'NORMAL_MODE' },
  { switch: 'hedge_enabled', value: true },
  { switch: 'hedge_execution', value: 'live' },
  { switch: 'liquidation_enabled', value: true },
  { switch: 'liquidation_execution', value: 'live' },
] as const;

export const PHASE_3: Programme = {
  key: 'phase-3',
  title: 'Phase 3 canary, internalisation launch',
  short: 'Phase 3',
  purpose: 'A week of internal test, then BTC and ETH are internalised step by step up to the final design.',
  source: 'Manual 1, Phase 3',
  parameters: PHASE_3_PARAMETERS,
  before: { title: 'Before the start', seconds: 0, acceptance: [] },
  checks: [KILL_SWITCH, ROLLBACK_REHEARSED, LOSS_LIMIT, NO_P0, MEMORY],
  stages: [
    {
      key: 'ultra-conservative',
      title: 'Ultra-conservative',
      when: 'Days 1 to 3',
      seconds: 3 * DAY,
      objective: 'Internalisation is stable, and liquidations are correct.',
      settings: [
        ...LIVE,
        { switch: 'per_symbol_betting', from: 's1-symbols' },
        { switch: 'normal_threshold', symbol: 'BTC', from: 's1-threshold' },
        { switch: 'max_internal_exposure_usd', from: 's1-exposure' },
        { switch: 'max_order_size_internal', from: 's1-order' },
        { switch: 'reserve_trigger_mode', value: 'observe' },
      ],
      notes: [
        'ETH and the others stand by: 99% goes to HL.',
        'Over {s1-exposure} of net exposure it pauses by itself.',
      ],
      acceptance: [
        inStage({
          ...{ key: 'internal-fill', title: 'Internal fill, P99', query: quantileMs(0.99, 'internal_fill') },
          ...{ is: '<', target: 10, unit: 'ms', samples: FILLS, narrow: 0.5 },
        }),
        inStage({
          ...{ key: 'limit-orders', title: 'Limit orders that succeed' },
          ...{ query: percent('limit_orders_succeeded', 'limit_orders'), is: '>', target: 99.5, unit: '%' },
          samples: { query: counted('limit_orders'), least: 1_000, of: 'limit orders' },
          narrow: 0.1,
        }),
        inStage({
          ...{ key: 'liquidation-delay', title: 'Liquidation delay, P99' },
          ...{ query: quantileMs(0.99, 'liquidation_delay'), is: '<', target: 1_000, unit: 'ms', narrow: 50 },
          samples: LIQUIDATIONS,
        }),
        inStage({
          ...{ key: 'pnl-error', title: 'PnL error, worst', query: largest('pnl_error_pct') },
          ...{ is: '<', target: 0.01, unit: '%', narrow: 0.001, samples: FILLS },
        }),
      ],
    },
    {
      key: 'low-risk',
      title: 'Low risk',
      when: 'Days 4 to 5',
      seconds: 2 * DAY,
      objective: 'Several symbols work together, and the hedge is stable.',
      settings: [
        ...LIVE,
        { switch: 'per_symbol_betting', from: 's2-symbols' },
        { switch: 'normal_threshold', symbol: 'BTC', from: 's2-threshold-btc' },
        { switch: 'normal_threshold', symbol: 'ETH', from: 's2-threshold-eth' },
        { switch: 'max_internal_exposure_usd', from: 's2-exposure' },
        { switch: 'max_order_size_internal', from: ['s2-threshold-btc', 's2-threshold-eth'] },
        { switch: 'reserve_trigger_mode', value: 'restrict' },
        { switch: 'risk_reserve_min_usd', from: ['s2-reserve', 'reserve-floor'] },
      ],
      notes: ['A reserve below {s2-reserve} restricts orders.'],
      acceptance: [
        inStage(none('symbol-conflicts', 'Symbol conflicts', 'symbol_conflicts', ORDERS)),
        inStage({
          ...{
            key: 'hedge-on-time',
            title: 'Hedge executed on time',
            query: percent('hedges_on_time', 'hedges'),
          },
          ...{ is: '>', target: 99, unit: '%', narrow: 0.1 },
          samples: { query: counted('hedges'), least: 100, of: 'hedges' },
        }),
        inStage({
          ...{ key: 'liquidation-precision', title: 'Liquidation precision' },
          ...{ query: percent('liquidations_exact', 'liquidations'), is: '>', target: 99, unit: '%' },
          ...{ samples: LIQUIDATIONS, narrow: 0.1 },
        }),
      ],
    },
    {
      key: 'target-config',
      title: 'Target config',
      when: 'Days 6 to 7',
      seconds: 2 * DAY,
      objective: 'Nearly the configuration of production, under stress.',
      settings: [
        ...LIVE,
        { switch: 'per_symbol_betting', from: 's3-symbols' },
        { switch: 'normal_threshold', symbol: 'BTC', from: 's3-threshold-btc' },
        { switch: 'normal_threshold', symbol: 'ETH', from: 's3-threshold-eth' },
        { switch: 'max_internal_exposure_usd', from: 's3-exposure' },
        { switch: 'max_order_size_internal', from: ['s3-threshold-btc', 's3-threshold-eth'] },
        { switch: 'reserve_trigger_mode', value: 'observe' },
        { switch: 'risk_reserve_min_usd', from: 'reserve-floor' },
      ],
      notes: ['A reserve below {reserve-floor} would pause: it is only written down.'],
      acceptance: [
        inStage({
          key: 'latency-under-load',
          title: 'Latency at 1,000 requests/s, P99',
          query: `max_over_time((${quantileMs(0.99, 'api_latency', '1m')} and on() (sum(rate(venue_api_requests_total[1m])) >= 1000))[$window:1m])`,
          ...{ is: '<', target: 10, unit: 'ms', narrow: 0.5 },
          samples: {
            query: 'count_over_time((sum(rate(venue_api_requests_total[1m])) >= 1000)[$window:1m])',
            ...{ least: 10, of: 'minutes under load' },
          },
        }),
        inStage({
          ...{ key: 'reconciliation', title: 'Reconciliations that agree' },
          ...{
            query: percent('reconciliations_matched', 'reconciliations'),
            is: '>',
            target: 99.9,
            unit: '%',
          },
          samples: { query: counted('reconciliations'), least: 100, of: 'reconciliations' },
          narrow: 0.02,
        }),
        inStage({ key: 'reserve', title: 'Reserve, lowest', ...RESERVE }),
      ],
    },
    {
      key: 'full-open',
      title: 'Full open',
      when: 'Days 8 to 10',
      seconds: 3 * DAY,
      objective: 'Production is stable, and users say what they think.',
      settings: [
        ...LIVE,
        { switch: 'per_symbol_betting', from: 's4-symbols' },
        { switch: 'normal_threshold', from: 's4-normal' },
        { switch: 'normal_threshold', symbol: 'BTC', inherit: true },
        { switch: 'normal_threshold', symbol: 'ETH', inherit: true },
        { switch: 'betting_threshold', from: 's4-betting' },
        { switch: 'max_order_size_internal', from: ['s4-normal', 's4-betting'] },
        { switch: 'reserve_trigger_mode', value: 'enforce' },
        { switch: 'signup_enabled', value: true },
      ],
      notes: ['All risk controls are on.', 'Sign-up is open for small orders.'],
      acceptance: [
        inStage({
          key: 'volume',
          title: 'Volume',
          query: '86400 * sum(rate(venue_volume_usd_total[$window]))',
          ...{ is: '>=', target: 1_000_000, unit: 'per day', narrow: 50_000, samples: ORDERS },
        }),
        inStage({
          key: 'liquidations',
          title: 'Liquidations',
          query: '86400 * sum(rate(venue_liquidations_total[$window]))',
          ...{ is: '>=', target: 50, unit: 'per day', narrow: 2, samples: LIQUIDATIONS },
        }),
        {
          ...{ key: 'user-issues', title: 'No critical user issues', kind: 'manual', over: 'stage' },
          ask: 'Look through what users reported since this stage began. Holds only if none of it is critical.',
        },
      ],
    },
  ],
  passCriteria: [
    inRun({
      ...{ key: 'pass-detection', title: 'Liquidation detected, P99' },
      ...{ query: quantileMs(0.99, 'liquidation_detection'), is: '<', target: 1_000, unit: 'ms', narrow: 50 },
      samples: LIQUIDATIONS,
    }),
    inRun({
      ...{
        key: 'pass-pnl',
        title: 'PnL error against HL, worst',
        query: largest('pnl_against_hl_error_pct'),
      },
      ...{ is: '<', target: 0.1, unit: '%', narrow: 0.01, samples: FILLS },
    }),
    inRun({ key: 'pass-reserve', title: 'Reserve, lowest', ...RESERVE }),
    inRun({
      ...{ key: 'pass-availability', title: 'Availability', query: AVAILABILITY },
      ...{ is: '>', target: 99.95, unit: '%', narrow: 0.02 },
      samples: { query: AVAILABILITY_SAMPLES, least: 20, of: 'readings' },
    }),
    inRun({
      ...{ key: 'pass-assets', title: 'User asset loss', query: largest('asset_loss_usd') },
      ...{ is: '<=', target: 0, unit: 'usd', narrow: 0 },
      samples: { query: counted('reconciliations'), least: 20, of: 'reconciliations' },
    }),
  ],
  guards: [
    {
      key: 'liquidation-failure',
      title: 'A liquidation fails',
      query: counted('liquidations_failed', '5m'),
      ...{ is: '>', threshold: 0, unit: 'count', rollback: { kind: 'phase-1' } },
      source: 'Manual 1, Phase 3: failure',
    },
    {
      key: 'wrong-liquidation',
      title: 'A liquidation was wrong',
      query: counted('liquidations_wrong', '5m'),
      ...{ is: '>', threshold: 0, unit: 'count' },
      rollback: {
        ...{ kind: 'switches', label: 'No automatic liquidation; review by hand' },
        settings: [{ switch: 'liquidation_enabled', value: false }],
      },
      source: 'Manual 1, Phase 3: failure',
    },
    {
      key: 'low-reserve',
      title: 'The reserve falls below {reserve-floor}',
      query: 'min(venue_reserve_usd)',
      ...{ is: '<', threshold: { parameter: 'reserve-floor' }, unit: 'usd' },
      rollback: {
        ...{ kind: 'switches', label: 'Pause new orders and withdrawals' },
        settings: [
          { switch: 'new_orders_enabled', value: false },
          { switch: 'withdrawal_enabled', value: false },
        ],
      },
      source: 'Manual 1, Phase 3: failure',
    },
  ],
  abort: { kind: 'phase-1' },
};
