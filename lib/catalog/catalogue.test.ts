// What product.md says of the catalogue as a whole: which rollbacks loosen, what is critical, which values exist, who holds what.
import { describe, expect, test } from 'vitest';
import { rollbackLoosens } from '#lib/rules/changes/rollback-action.ts';
import { ERRORS } from './errors.ts';
import { ROLE_NAMES, STAGING_GRANTS } from './roles.ts';
import { RUNBOOKS } from './runbooks.ts';
import { PASSWORD_HASHING, SESSION, SIGN_IN_LIMIT, TOTP } from './session-policy.ts';
import { definitionOf, findSwitch, isPerSymbol, SWITCH_NAMES, type SwitchName } from './switches.ts';
import { EXCHANGES, STRATEGIES, SYMBOLS } from './symbols.ts';

function namesWhere(holds: (name: SwitchName) => boolean): string[] {
  return SWITCH_NAMES.filter(holds).sort();
}

describe('switches', () => {
  // Nine of the manual's rollbacks loosen; "increase" on normal_threshold is the ninth and is not offered.
  test('exactly eight offered rollbacks loosen, and each says what is lost', () => {
    const loosening = namesWhere((name) => rollbackLoosens(definitionOf(name)));
    expect(loosening).toEqual([
      'daily_net_loss_limit',
      'force_hl_latency_ms',
      'force_hl_volatility_pct',
      'hedge_enabled',
      'hedge_threshold_tier1',
      'hedge_threshold_tier2',
      'liquidation_check_interval_ms',
      'liquidation_enabled',
    ]);
    expect(namesWhere((name) => definitionOf(name).rollback?.losing !== undefined)).toEqual(loosening);
  });

  test('where the manual gives a choice, a note says why this one', () => {
    for (const name of ['normal_threshold', 'betting_threshold', 'daily_net_loss_limit'] as const) {
      expect(definitionOf(name).rollback?.note).toMatch(/^The manual says .*\.$/);
    }
  });

  test('these are critical', () => {
    expect(namesWhere((name) => definitionOf(name).critical === true)).toEqual([
      'global_api_enabled',
      'global_betting_enabled',
      'go_live_enabled',
      'liquidation_check_interval_ms',
      'liquidation_enabled',
      'liquidation_execution',
      'new_orders_enabled',
      'routing_mode',
      'trading_enabled',
      'withdrawal_enabled',
    ]);
  });

  test('only a super admin changes these', () => {
    expect(namesWhere((name) => !definitionOf(name).changedBy.includes('risk_manager'))).toEqual([
      'activation_enabled',
      'global_api_enabled',
      'global_betting_enabled',
      'go_live_enabled',
      'liquidation_enabled',
      'withdrawal_enabled',
    ]);
  });

  test('only betting and routing fall when contact is lost', () => {
    expect(namesWhere((name) => definitionOf(name).failMode !== undefined)).toEqual([
      'global_betting_enabled',
      'routing_mode',
    ]);
  });

  test('only these differ by symbol, and only one may be off', () => {
    expect(namesWhere(isPerSymbol)).toEqual([
      'betting_threshold',
      'max_internal_exposure_usd',
      'max_order_size_internal',
      'normal_threshold',
    ]);
    const mayBeOff = (name: SwitchName) => {
      const definition = definitionOf(name);
      return definition.type === 'money' && definition.mayBeOff === true;
    };
    expect(namesWhere(mayBeOff)).toEqual(['daily_net_loss_limit']);
  });

  test('the rollback of internalisation takes routing to HL_MODE with it, and no other does anything along', () => {
    expect(definitionOf('global_betting_enabled').rollback?.also).toEqual([
      { switch: 'routing_mode', value: 'HL_MODE' },
    ]);
    expect(namesWhere((name) => definitionOf(name).rollback?.also !== undefined)).toEqual([
      'global_betting_enabled',
    ]);
  });

  test('modes are listed safest first', () => {
    expect(definitionOf('routing_mode')).toMatchObject({
      values: ['HL_MODE', 'NORMAL_MODE', 'BETTING_MODE'],
    });
    expect(definitionOf('hedge_execution')).toMatchObject({ values: ['live', 'log', 'observe'] });
    expect(definitionOf('liquidation_execution')).toMatchObject({ values: ['live', 'compute', 'observe'] });
    expect(definitionOf('reserve_trigger_mode')).toMatchObject({
      values: ['enforce', 'restrict', 'observe'],
    });
  });

  test('units are those of the manual', () => {
    const units = SWITCH_NAMES.flatMap((name) => {
      const definition = definitionOf(name);
      return 'unit' in definition ? [`${name} ${definition.unit} ${definition.scale}`] : [];
    });
    expect(units.sort()).toEqual([
      'canary_max_error_pct % 1',
      'canary_max_p95_ms ms 0',
      'canary_max_spread_bps bps 0',
      'canary_max_stream_down_s s 0',
      'canary_position_size units 6',
      'daily_loss_limit_pct % 1',
      'force_hl_latency_ms ms 0',
      'force_hl_volatility_pct % 1',
      'hedge_max_leverage x 1',
      'liquidation_check_interval_ms ms 0',
      'max_drawdown_pct % 1',
      'weekly_loss_limit_pct % 1',
    ]);
  });

  test('no two share a label or a runbook', () => {
    expect(new Set(SWITCH_NAMES.map((name) => definitionOf(name).label)).size).toBe(52);
    expect(new Set(SWITCH_NAMES.map((name) => RUNBOOKS[name].purpose)).size).toBe(52);
    expect(Object.keys(RUNBOOKS).sort()).toEqual([...SWITCH_NAMES].sort());
  });

  test.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'NORMAL_THRESHOLD',
    ' routing_mode',
  ])('%j is no switch', (name) => {
    expect(findSwitch(name)).toBeUndefined();
  });
});

test('lists of names are sorted, without repeats', () => {
  for (const list of [SYMBOLS, EXCHANGES, STRATEGIES]) expect([...new Set(list)].sort()).toEqual([...list]);
  expect(EXCHANGES).toEqual(['binance', 'bybit', 'okx']);
  expect(STRATEGIES).toEqual(['geometry', 'kinematics']);
  expect(SYMBOLS).toEqual(expect.arrayContaining(['BTC', 'ETH']));
});

test('the seven roles; staging lends the engineer the risk manager and nobody anything else', () => {
  expect([...ROLE_NAMES].sort()).toEqual([
    'auditor',
    'engineer',
    'executive',
    'operations',
    'product_owner',
    'risk_manager',
    'super_admin',
  ]);
  expect(STAGING_GRANTS).toEqual({ engineer: ['risk_manager'] });
});

test('error codes map to the statuses a client expects', () => {
  expect(Object.fromEntries(Object.entries(ERRORS).map(([code, { status }]) => [code, status]))).toEqual({
    unauthenticated: 401,
    forbidden: 403,
    second_factor_required: 403,
    step_up_required: 403,
    not_found: 404,
    method_not_allowed: 405,
    conflict: 409,
    break_glass_debt: 409,
    latched: 409,
    payload_too_large: 413,
    unsupported_media_type: 415,
    invalid_input: 400,
    invalid_reason: 422,
    invalid_value: 422,
    rule_violated: 422,
    idempotency_mismatch: 422,
    integrity_broken: 409,
    rate_limited: 429,
    unavailable: 503,
    outcome_unknown: 503,
    internal: 500,
  });
  expect(Object.values(ERRORS).every(({ exit }) => exit > 0 && exit < 126)).toBe(true);
});

test('sign-in policy: twelve hours at most, half an hour idle, five attempts, argon2id at the OWASP least', () => {
  expect(SESSION).toEqual({ idleSeconds: 1_800, absoluteSeconds: 43_200 });
  expect(SIGN_IN_LIMIT).toEqual({ perEmail: 5, perAddress: 50, windowSeconds: 900, refusedAfterMs: 250 });
  expect(TOTP).toMatchObject({ digits: 6, periodSeconds: 30, algorithm: 'SHA1', drift: 1 });
  expect(PASSWORD_HASHING.memoryCost).toBeGreaterThanOrEqual(19_456);
  expect(PASSWORD_HASHING.timeCost).toBeGreaterThanOrEqual(2);
});
