// Manual 1, Phase 3: its four stages, each with what it sets and what it has to show.
import type { Stage } from '../programme-types.ts';
import { FILLS, LIQUIDATIONS, RESERVE } from './phase-3-figures.ts';
import { counted, inStage, largest, none, ORDERS, percent, quantileMs } from './queries.ts';

const DAY = 86_400;

/** In every stage: what was only watched in Phase 2 now acts. */
const LIVE = [
  { switch: 'global_betting_enabled', value: true },
  { switch: 'routing_mode', value: 'NORMAL_MODE' },
  { switch: 'hedge_enabled', value: true },
  { switch: 'hedge_execution', value: 'live' },
  { switch: 'liquidation_enabled', value: true },
  { switch: 'liquidation_execution', value: 'live' },
] as const;

export const PHASE_3_STAGES: readonly Stage[] = [
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
];
