// What the bot of a production canary is given (manual 5, "Canary configuration" and its rollback triggers); a run sets them when its stage is entered.
import { RISK, SECOND, type SwitchDefinition } from './switch-types.ts';
import { SYMBOLS } from './symbols.ts';

// biome-ignore format: a row of facts a line reads like the manual's table
export const CANARY_SWITCHES = {
  canary_symbols: {
    label: 'Symbols of the canary', group: 'canary', type: 'symbols',
    members: SYMBOLS, default: ['BTC'], safer: 'fewer', changedBy: RISK, budgetMs: SECOND,
    rollback: { label: 'None', to: [] },
  },
  canary_position_size: {
    label: 'Position size of the canary', group: 'canary', type: 'decimal', unit: 'units',
    default: 0.0001, bounds: { min: 0, max: 1 }, scale: 6, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
  canary_max_loss_usd: {
    label: 'Largest loss of the canary', group: 'canary', type: 'money',
    default: '50', bounds: { min: '0', max: '10000' }, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
  canary_daily_loss_cap_usd: {
    label: 'Daily loss cap of the canary', group: 'canary', type: 'money',
    default: '100', bounds: { min: '0', max: '10000' }, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
  canary_mode: {
    label: 'Mode of the canary', group: 'canary', type: 'enum',
    values: ['CONSERVATIVE', 'STANDARD'], default: 'CONSERVATIVE', changedBy: RISK, budgetMs: SECOND,
  },
  canary_rsi_confirmation: {
    label: 'RSI confirmation of the canary', group: 'canary', type: 'bool',
    default: true, safe: true, changedBy: RISK, budgetMs: SECOND,
  },
  canary_volatility_filter: {
    label: 'Volatility filter of the canary', group: 'canary', type: 'enum',
    values: ['STRICT', 'NORMAL', 'OFF'], default: 'STRICT', changedBy: RISK, budgetMs: SECOND,
  },
  canary_max_spread_bps: {
    label: 'Spread filter of the canary', group: 'canary', type: 'int', unit: 'bps',
    default: 20, bounds: { min: 0, max: 1_000 }, scale: 0, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
  canary_min_depth_usd: {
    label: 'Depth that the canary needs', group: 'canary', type: 'money',
    default: '100000', bounds: { min: '0', max: '10000000' }, safer: 'higher', changedBy: RISK, budgetMs: SECOND,
  },
  canary_max_error_pct: {
    label: 'Error rate that ends the canary', group: 'canary', type: 'decimal', unit: '%',
    default: 5, bounds: { min: 0.1, max: 100 }, scale: 1, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
  canary_max_p95_ms: {
    label: 'Latency P95 that ends the canary', group: 'canary', type: 'int', unit: 'ms',
    default: 1_000, bounds: { min: 1, max: 60_000 }, scale: 0, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
  canary_max_stream_down_s: {
    label: 'Lost stream that ends the canary', group: 'canary', type: 'int', unit: 's',
    default: 120, bounds: { min: 1, max: 3_600 }, scale: 0, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
} as const satisfies Record<string, SwitchDefinition>;
