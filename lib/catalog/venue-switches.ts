// The switches that the manuals' alerts, levels, canaries, go-live and strategies need beside manual 1's control matrix.
import { RISK, SECOND, SUPER, type SwitchDefinition } from './switch-types.ts';
import { EXCHANGES, STRATEGIES, SYMBOLS } from './symbols.ts';

// biome-ignore format: a row of facts a line reads like the manual's table
export const VENUE_SWITCHES = {
  // Trading and orders (the manual's alert actions, level 2, emergency stop)
  trading_enabled: {
    label: 'All trading', group: 'trading', type: 'bool',
    default: true, safe: false, changedBy: RISK, budgetMs: SECOND, critical: true,
    rollback: { label: 'Stop', to: false },
  },
  new_orders_enabled: {
    label: 'New opens and increases', group: 'trading', type: 'bool',
    default: true, safe: false, changedBy: RISK, budgetMs: SECOND, critical: true,
    rollback: { label: 'Pause', to: false },
  },
  hl_new_opens_enabled: {
    label: 'New opens on HL', group: 'trading', type: 'bool',
    default: true, safe: false, changedBy: RISK, budgetMs: SECOND,
    rollback: { label: 'Pause', to: false },
  },
  reduce_only: {
    label: 'Reduce-only mode', group: 'trading', type: 'bool',
    default: false, safe: true, changedBy: RISK, budgetMs: SECOND,
    rollback: { label: 'Reduce only', to: true },
  },
  hl_routing_paused_symbols: {
    label: 'Symbols not routed to HL', group: 'trading', type: 'symbols',
    members: SYMBOLS, default: [], safer: 'fewer', changedBy: RISK, budgetMs: SECOND,
  },
  signup_enabled: {
    label: 'Sign-up of new users', group: 'trading', type: 'bool',
    default: false, safe: false, changedBy: RISK, budgetMs: SECOND,
    rollback: { label: 'Close', to: false },
  },

  // Execution modes (canary stages: observe, then log or compute, then live)
  hedge_execution: {
    label: 'Hedge execution', group: 'execution', type: 'enum',
    values: ['live', 'log', 'observe'], default: 'live', changedBy: RISK, budgetMs: SECOND,
  },
  liquidation_execution: {
    label: 'Liquidation execution', group: 'execution', type: 'enum',
    values: ['live', 'compute', 'observe'], default: 'live', changedBy: RISK, budgetMs: SECOND, critical: true,
  },
  reserve_trigger_mode: {
    label: 'Reserve trigger', group: 'execution', type: 'enum',
    values: ['enforce', 'restrict', 'observe'], default: 'enforce', changedBy: RISK, budgetMs: SECOND,
  },

  // Large withdrawals (hot wallet alert)
  large_withdrawals_enabled: {
    label: 'Withdrawals above the large limit', group: 'withdrawals', type: 'bool',
    default: true, safe: false, changedBy: RISK, budgetMs: SECOND,
    rollback: { label: 'Pause', to: false },
  },
  large_withdrawal_usd: {
    label: 'Large withdrawal limit', group: 'withdrawals', type: 'money',
    default: '10000', bounds: { min: '0', max: '1000000' }, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },

  // Go-live (manual 4: two locks and the testnet flag of each account)
  go_live_enabled: {
    label: 'Go-live flag', group: 'go_live', type: 'bool',
    default: false, safe: false, changedBy: SUPER, budgetMs: SECOND, critical: true,
    rollback: { label: 'Deactivate', to: false },
  },
  activation_enabled: {
    label: 'Activation allowed', group: 'go_live', type: 'bool',
    default: false, safe: false, changedBy: SUPER, budgetMs: SECOND,
    rollback: { label: 'Forbid', to: false },
  },
  testnet_accounts: {
    label: 'Accounts on testnet', group: 'go_live', type: 'symbols',
    members: EXCHANGES, default: [], safer: 'more', changedBy: RISK, budgetMs: SECOND,
    rollback: { label: 'All testnet', to: EXCHANGES },
  },

  // Strategies and loss limits (manual 2, part 6; manual 5, risk controls)
  strategies_enabled: {
    label: 'All strategies', group: 'strategies', type: 'bool',
    default: true, safe: false, changedBy: RISK, budgetMs: SECOND,
    rollback: { label: 'Halt', to: false },
  },
  enabled_strategies: {
    label: 'Strategies that may trade', group: 'strategies', type: 'symbols',
    members: STRATEGIES, default: ['geometry', 'kinematics'], safer: 'fewer', changedBy: RISK, budgetMs: SECOND,
    rollback: { label: 'Clear', to: [] },
  },
  prefunding_quiet_window: {
    label: 'Quiet window before funding', group: 'strategies', type: 'bool',
    default: true, safe: true, changedBy: RISK, budgetMs: SECOND,
  },
  daily_loss_limit_pct: {
    label: 'Daily loss limit', group: 'strategies', type: 'decimal', unit: '%',
    default: 3, bounds: { min: 0.1, max: 100 }, scale: 1, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
  weekly_loss_limit_pct: {
    label: 'Weekly loss limit', group: 'strategies', type: 'decimal', unit: '%',
    default: 7, bounds: { min: 0.1, max: 100 }, scale: 1, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
  max_drawdown_pct: {
    label: 'Largest drawdown', group: 'strategies', type: 'decimal', unit: '%',
    default: 25, bounds: { min: 0.1, max: 100 }, scale: 1, safer: 'lower', changedBy: RISK, budgetMs: SECOND,
  },
} as const satisfies Record<string, SwitchDefinition>;
