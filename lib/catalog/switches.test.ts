// Every switch against the control matrix of manual 1 and product.md section 2, written out by hand.
import { describe, expect, test } from 'vitest';
import type { WireValue } from '#lib/contract/values.ts';
import { moveOf } from '#lib/rules/changes/direction.ts';
import { parseValue } from '#lib/rules/changes/parse-value.ts';
import { rollbackLoosens } from '#lib/rules/changes/rollback-action.ts';
import { RUNBOOKS } from './runbooks.ts';
import { GROUPS, type SwitchDefinition } from './switch-types.ts';
import { findSwitch, SWITCH_NAMES, type SwitchName, safeValue } from './switches.ts';

/** One line of the manual. `rollback` is what one press sets; `loosens` when the manual's action weakens a control. */
interface Line {
  name: string;
  type: SwitchDefinition['type'];
  default: WireValue;
  /** SA: the Super Admin alone. RM: the Risk Manager, and so the Super Admin too. */
  by: 'SA' | 'RM';
  rollback: WireValue | 'half' | undefined;
  loosens?: true;
  budgetMs: number;
  perSymbol?: true;
  critical?: true;
  mayBeOff?: true;
  /** Milliseconds without contact after which an instance falls to the safe value; absent: it holds the last one. */
  fallsAfterMs?: number;
  /** What exposes the venue least. */
  safe: WireValue;
}

const THREE_EXCHANGES = ['binance', 'bybit', 'okx'];

// biome-ignore format: a line a switch, as in the manual
const MANUAL: readonly Line[] = [
  // The control matrix of manual 1, in its order
  { name: 'global_betting_enabled', type: 'bool', default: false, by: 'SA', rollback: false, budgetMs: 1_000, critical: true, fallsAfterMs: 60_000, safe: false },
  { name: 'routing_mode', type: 'enum', default: 'HL_MODE', by: 'RM', rollback: 'HL_MODE', budgetMs: 1_000, critical: true, fallsAfterMs: 60_000, safe: 'HL_MODE' },
  { name: 'normal_threshold', type: 'money', default: '10000', by: 'RM', rollback: '0', budgetMs: 5_000, perSymbol: true, safe: '0' },
  { name: 'betting_threshold', type: 'money', default: '50000', by: 'RM', rollback: '0', budgetMs: 5_000, perSymbol: true, safe: '0' },
  { name: 'auto_mode_switch', type: 'bool', default: false, by: 'RM', rollback: false, budgetMs: 5_000, safe: false },
  { name: 'hedge_enabled', type: 'bool', default: true, by: 'RM', rollback: false, loosens: true, budgetMs: 1_000, safe: true },
  { name: 'hedge_max_leverage', type: 'decimal', default: 3, by: 'RM', rollback: 1.5, budgetMs: 5_000, safe: 1 },
  { name: 'per_symbol_betting', type: 'symbols', default: ['BTC', 'ETH'], by: 'RM', rollback: [], budgetMs: 5_000, safe: [] },
  { name: 'liquidation_enabled', type: 'bool', default: true, by: 'SA', rollback: false, loosens: true, budgetMs: 1_000, critical: true, safe: true },
  { name: 'liquidation_check_interval_ms', type: 'int', default: 500, by: 'RM', rollback: 2_000, loosens: true, budgetMs: 5_000, critical: true, safe: 100 },
  { name: 'withdrawal_enabled', type: 'bool', default: true, by: 'SA', rollback: false, budgetMs: 1_000, critical: true, safe: false },
  { name: 'max_internal_exposure_usd', type: 'money', default: '500000', by: 'RM', rollback: 'half', budgetMs: 5_000, perSymbol: true, safe: '0' },
  { name: 'hedge_threshold_tier1', type: 'money', default: '100000', by: 'RM', rollback: '500000', loosens: true, budgetMs: 5_000, safe: '0' },
  { name: 'hedge_threshold_tier2', type: 'money', default: '500000', by: 'RM', rollback: '1000000', loosens: true, budgetMs: 5_000, safe: '0' },
  { name: 'risk_reserve_min_usd', type: 'money', default: '200000', by: 'RM', rollback: '300000', budgetMs: 5_000, safe: '10000000' },
  { name: 'daily_net_loss_limit', type: 'money', default: '500000', by: 'RM', rollback: '1000000', loosens: true, budgetMs: 5_000, mayBeOff: true, safe: '10000' },
  { name: 'max_order_size_internal', type: 'money', default: '10000', by: 'RM', rollback: '1000', budgetMs: 5_000, perSymbol: true, safe: '0' },
  { name: 'force_hl_volatility_pct', type: 'decimal', default: 5, by: 'RM', rollback: 10, loosens: true, budgetMs: 5_000, safe: 0 },
  { name: 'force_hl_latency_ms', type: 'int', default: 500, by: 'RM', rollback: 1_000, loosens: true, budgetMs: 5_000, safe: 0 },
  // Level 3
  { name: 'global_api_enabled', type: 'bool', default: true, by: 'SA', rollback: false, budgetMs: 1_000, critical: true, safe: false },
  // What the alerts, levels and canaries need beyond the matrix (product.md section 2)
  { name: 'new_orders_enabled', type: 'bool', default: true, by: 'RM', rollback: false, budgetMs: 1_000, critical: true, safe: false },
  { name: 'hl_new_opens_enabled', type: 'bool', default: true, by: 'RM', rollback: false, budgetMs: 1_000, safe: false },
  { name: 'trading_enabled', type: 'bool', default: true, by: 'RM', rollback: false, budgetMs: 1_000, critical: true, safe: false },
  { name: 'reduce_only', type: 'bool', default: false, by: 'RM', rollback: true, budgetMs: 1_000, safe: true },
  { name: 'strategies_enabled', type: 'bool', default: true, by: 'RM', rollback: false, budgetMs: 1_000, safe: false },
  { name: 'large_withdrawals_enabled', type: 'bool', default: true, by: 'RM', rollback: false, budgetMs: 1_000, safe: false },
  { name: 'large_withdrawal_usd', type: 'money', default: '10000', by: 'RM', rollback: undefined, budgetMs: 1_000, safe: '0' },
  { name: 'hl_routing_paused_symbols', type: 'symbols', default: [], by: 'RM', rollback: undefined, budgetMs: 1_000, safe: [] },
  { name: 'hedge_execution', type: 'enum', default: 'live', by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 'live' },
  { name: 'liquidation_execution', type: 'enum', default: 'live', by: 'RM', rollback: undefined, budgetMs: 1_000, critical: true, safe: 'live' },
  { name: 'reserve_trigger_mode', type: 'enum', default: 'enforce', by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 'enforce' },
  { name: 'signup_enabled', type: 'bool', default: false, by: 'RM', rollback: false, budgetMs: 1_000, safe: false },
  { name: 'go_live_enabled', type: 'bool', default: false, by: 'SA', rollback: false, budgetMs: 1_000, critical: true, safe: false },
  { name: 'activation_enabled', type: 'bool', default: false, by: 'SA', rollback: false, budgetMs: 1_000, safe: false },
  { name: 'testnet_accounts', type: 'symbols', default: [], by: 'RM', rollback: THREE_EXCHANGES, budgetMs: 1_000, safe: THREE_EXCHANGES },
  { name: 'prefunding_quiet_window', type: 'bool', default: true, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: true },
  { name: 'enabled_strategies', type: 'symbols', default: ['geometry', 'kinematics'], by: 'RM', rollback: [], budgetMs: 1_000, safe: [] },
  { name: 'daily_loss_limit_pct', type: 'decimal', default: 3, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 0.1 },
  { name: 'weekly_loss_limit_pct', type: 'decimal', default: 7, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 0.1 },
  { name: 'max_drawdown_pct', type: 'decimal', default: 25, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 0.1 },
  // What the bot of a production canary is given (manual 5)
  { name: 'canary_symbols', type: 'symbols', default: ['BTC'], by: 'RM', rollback: [], budgetMs: 1_000, safe: [] },
  { name: 'canary_position_size', type: 'decimal', default: 0.0001, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 0 },
  { name: 'canary_max_loss_usd', type: 'money', default: '50', by: 'RM', rollback: undefined, budgetMs: 1_000, safe: '0' },
  { name: 'canary_daily_loss_cap_usd', type: 'money', default: '100', by: 'RM', rollback: undefined, budgetMs: 1_000, safe: '0' },
  { name: 'canary_mode', type: 'enum', default: 'CONSERVATIVE', by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 'CONSERVATIVE' },
  { name: 'canary_rsi_confirmation', type: 'bool', default: true, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: true },
  { name: 'canary_volatility_filter', type: 'enum', default: 'STRICT', by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 'STRICT' },
  { name: 'canary_max_spread_bps', type: 'int', default: 20, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 0 },
  { name: 'canary_min_depth_usd', type: 'money', default: '100000', by: 'RM', rollback: undefined, budgetMs: 1_000, safe: '10000000' },
  { name: 'canary_max_error_pct', type: 'decimal', default: 5, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 0.1 },
  { name: 'canary_max_p95_ms', type: 'int', default: 1_000, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 1 },
  { name: 'canary_max_stream_down_s', type: 'int', default: 120, by: 'RM', rollback: undefined, budgetMs: 1_000, safe: 1 },
];

function definition(line: Line): SwitchDefinition {
  const found = findSwitch(line.name);
  if (!found) throw new Error(`the catalogue has no ${line.name}`);
  return found;
}

test('the catalogue has these 52 switches and no other', () => {
  expect(MANUAL).toHaveLength(52);
  expect([...SWITCH_NAMES].sort()).toEqual(MANUAL.map((line) => line.name).sort());
});

describe.each(MANUAL)('$name', (line) => {
  test('has the default, type, authority, budget, scope and fail mode of the manual', () => {
    const found = definition(line);
    expect({
      type: found.type,
      default: found.default,
      changedBy: [...found.changedBy].sort(),
      budgetMs: found.budgetMs,
      critical: found.critical === true,
      perSymbol: found.type === 'money' && found.perSymbol === true,
      mayBeOff: found.type === 'money' && found.mayBeOff === true,
      failMode: found.failMode ?? { kind: 'hold' },
      safe: safeValue(found),
    }).toEqual({
      type: line.type,
      default: line.default,
      changedBy: line.by === 'SA' ? ['super_admin'] : ['risk_manager', 'super_admin'],
      budgetMs: line.budgetMs,
      critical: line.critical === true,
      perSymbol: line.perSymbol === true,
      mayBeOff: line.mayBeOff === true,
      failMode: line.fallsAfterMs ? { kind: 'fall', afterMs: line.fallsAfterMs } : { kind: 'hold' },
      safe: line.safe,
    });
    expect(Object.keys(GROUPS)).toContain(found.group);
    expect(found.label.length).toBeGreaterThanOrEqual(5);
  });

  test('rolls back as the manual says', () => {
    const found = definition(line);
    expect(found.rollback?.to).toEqual(line.rollback);
    expect(rollbackLoosens(found)).toBe(line.loosens === true);
    if (line.rollback !== undefined) expect(found.rollback?.label).toMatch(/\S/);
    if (line.loosens) expect(found.rollback?.losing).toMatch(/^[A-Z].{30,}\.$/s);
    else expect(found.rollback?.losing).toBeUndefined();
  });

  test('accepts its own default, safe value and rollback as canonical values', () => {
    const found = definition(line);
    const own = [
      line.default,
      line.safe,
      ...(line.rollback === 'half' ? ['250000'] : [line.rollback ?? line.default]),
    ];
    for (const value of own) expect(parseValue(line.name, found, value)).toEqual({ ok: true, value });
    // Nothing is safer than the safe value.
    expect(moveOf(found, line.default, line.safe)).not.toBe('raising');
  });

  test('has bounds around its default', () => {
    const found = definition(line);
    if (!('bounds' in found)) return;
    const { min, max } = found.bounds;
    expect(Number(min)).toBeLessThan(Number(found.default));
    expect(Number(found.default)).toBeLessThan(Number(max));
    expect(Number(min)).toBeGreaterThanOrEqual(0);
  });

  test('has a runbook: purpose, use and undo in sentences', () => {
    const { purpose, use, undo } = RUNBOOKS[line.name as SwitchName];
    for (const text of [purpose, use, undo]) {
      expect(text).toMatch(/^[A-Z].*\.$/s);
      expect(text.length).toBeGreaterThanOrEqual(20);
      expect(text.length).toBeLessThanOrEqual(400);
    }
    expect(new Set([purpose, use, undo]).size).toBe(3);
  });
});
