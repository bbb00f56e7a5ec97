// The switches of manual 1's control matrix, in its order.
import { RISK, SECOND, SUPER, type SwitchDefinition } from './switch-types.ts';
import { SYMBOLS } from './symbols.ts';

/** Betting and routing fall to their safe value when an instance is cut off for a minute. */
const FALL = { kind: 'fall', afterMs: 60_000 } as const;

// biome-ignore format: a row of facts a line reads like the manual's table
export const MANUAL_SWITCHES = {
  // Internalisation and routing (manual 1, control matrix)
  global_betting_enabled: {
    label: 'Internalisation, whole venue', group: 'internalisation', type: 'bool',
    default: false, safe: false, changedBy: SUPER, budgetMs: SECOND, critical: true, failMode: FALL,
    rollback: { label: 'HL_MODE', to: false, also: [{ switch: 'routing_mode', value: 'HL_MODE' }] },
  },
  routing_mode: {
    label: 'Routing mode', group: 'internalisation', type: 'enum',
    values: ['HL_MODE', 'NORMAL_MODE', 'BETTING_MODE'], default: 'HL_MODE',
    changedBy: RISK, budgetMs: SECOND, critical: true, failMode: FALL,
    rollback: { label: 'HL_MODE', to: 'HL_MODE' },
  },
  normal_threshold: {
    label: 'Largest internalised order, NORMAL_MODE', group: 'internalisation', type: 'money',
    default: '10000', bounds: { min: '0', max: '1000000' }, safer: 'lower', perSymbol: true,
    changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: {
      label: '$0', to: '0',
      note: 'The manual says increase or set to $0. Only $0 lowers exposure, so only $0 is offered; an increase is an ordinary edit.',
    },
  },
  betting_threshold: {
    label: 'Largest internalised order, BETTING_MODE', group: 'internalisation', type: 'money',
    default: '50000', bounds: { min: '0', max: '5000000' }, safer: 'lower', perSymbol: true,
    changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: { label: '$0', to: '0', note: 'The manual says lower or disable; disabled is $0.' },
  },
  auto_mode_switch: {
    label: 'Automatic mode switching', group: 'internalisation', type: 'bool',
    default: false, safe: false, changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: { label: 'Disable', to: false },
  },
  per_symbol_betting: {
    label: 'Symbols that may be internalised', group: 'internalisation', type: 'symbols',
    members: SYMBOLS, default: ['BTC', 'ETH'], safer: 'fewer', changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: { label: 'Clear', to: [] },
  },
  max_internal_exposure_usd: {
    label: 'Largest internal net exposure per symbol', group: 'internalisation', type: 'money',
    default: '500000', bounds: { min: '0', max: '10000000' }, safer: 'lower', perSymbol: true,
    changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: { label: 'Halve', to: 'half' },
  },
  max_order_size_internal: {
    label: 'Largest single internal order', group: 'internalisation', type: 'money',
    default: '10000', bounds: { min: '0', max: '1000000' }, safer: 'lower', perSymbol: true,
    changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: { label: '$1,000', to: '1000' },
  },

  // Hedge
  hedge_enabled: {
    label: 'Hedge engine', group: 'hedge', type: 'bool',
    default: true, safe: true, changedBy: RISK, budgetMs: SECOND,
    rollback: {
      label: 'By hand', to: false,
      losing: 'Nothing hedges internal exposure any more: every position stays open until somebody hedges it by hand.',
    },
  },
  hedge_max_leverage: {
    label: 'Largest hedge leverage', group: 'hedge', type: 'decimal', unit: 'x',
    default: 3, bounds: { min: 1, max: 10 }, scale: 1, safer: 'lower', changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: { label: '1.5x', to: 1.5 },
  },
  hedge_threshold_tier1: {
    label: 'Exposure that hedges 50%', group: 'hedge', type: 'money',
    default: '100000', bounds: { min: '0', max: '10000000' }, safer: 'lower', changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: {
      label: '$500,000', to: '500000',
      losing: 'Net exposure up to $500,000 per symbol stays unhedged; the first 50% hedge starts only above it.',
    },
  },
  hedge_threshold_tier2: {
    label: 'Exposure that hedges 80%', group: 'hedge', type: 'money',
    default: '500000', bounds: { min: '0', max: '20000000' }, safer: 'lower', changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: {
      label: '$1,000,000', to: '1000000',
      losing: 'The 80% hedge starts only above $1,000,000 per symbol; up to there at most half of the exposure is hedged.',
    },
  },

  // Liquidation
  liquidation_enabled: {
    label: 'Liquidation engine', group: 'liquidation', type: 'bool',
    default: true, safe: true, changedBy: SUPER, budgetMs: SECOND, critical: true,
    rollback: {
      label: 'By hand', to: false,
      losing: 'No position is liquidated automatically: accounts under margin stay open until somebody closes them by hand.',
    },
  },
  liquidation_check_interval_ms: {
    label: 'Liquidation check interval', group: 'liquidation', type: 'int', unit: 'ms',
    default: 500, bounds: { min: 100, max: 10000 }, scale: 0, safer: 'lower', changedBy: RISK, budgetMs: 5 * SECOND,
    critical: true,
    rollback: {
      label: '2000 ms', to: 2000,
      losing: 'Positions under margin are looked at every 2 seconds: a fast move can pass the bankruptcy price between two checks.',
    },
  },

  // Reserve and loss
  risk_reserve_min_usd: {
    label: 'Least risk reserve', group: 'reserve', type: 'money',
    default: '200000', bounds: { min: '0', max: '10000000' }, safer: 'higher', changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: { label: '$300,000', to: '300000' },
  },
  daily_net_loss_limit: {
    label: 'Daily net loss circuit breaker', group: 'reserve', type: 'money',
    default: '500000', bounds: { min: '10000', max: '10000000' }, safer: 'lower', mayBeOff: true,
    changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: {
      label: '$1,000,000', to: '1000000',
      losing: 'The breaker trips only at a net loss of $1,000,000 in one day.',
      note: 'The manual says raise or disable. Off means no limit at all and is never one press.',
    },
  },

  // Forced HL
  force_hl_volatility_pct: {
    label: 'Force HL above this volatility', group: 'forced_hl', type: 'decimal', unit: '%',
    default: 5, bounds: { min: 0, max: 50 }, scale: 1, safer: 'lower', changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: {
      label: '10.0%', to: 10,
      losing: 'Orders go on being internalised while the market moves up to 10%.',
    },
  },
  force_hl_latency_ms: {
    label: 'Force HL above this HL latency', group: 'forced_hl', type: 'int', unit: 'ms',
    default: 500, bounds: { min: 0, max: 10000 }, scale: 0, safer: 'lower', changedBy: RISK, budgetMs: 5 * SECOND,
    rollback: {
      label: '1000 ms', to: 1000,
      losing: 'Orders go on being internalised while prices from HL are up to one second late.',
    },
  },

  // Platform
  withdrawal_enabled: {
    label: 'Withdrawals', group: 'platform', type: 'bool',
    default: true, safe: false, changedBy: SUPER, budgetMs: SECOND, critical: true,
    rollback: { label: 'Disable', to: false },
  },
  global_api_enabled: {
    label: 'Public API of the venue', group: 'platform', type: 'bool',
    default: true, safe: false, changedBy: SUPER, budgetMs: SECOND, critical: true,
    rollback: { label: '503', to: false },
  },
} as const satisfies Record<string, SwitchDefinition>;
