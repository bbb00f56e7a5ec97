// The manual's rollback as concrete values: from each default, only beyond the current value, with overrides and companions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitionOf, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { matrixWith } from '#test/matrices.ts';
import { anyMatrix } from '#test/switch-values.ts';
import { moveOf } from './direction.ts';
import { applyChanges, changesFor, defaultMatrix, type Matrix, type Wanted } from './matrix.ts';
import { isManualRollback, offeredRollback, rollbackLoosens } from './rollback-action.ts';

const press = (matrix: Matrix, wanted: readonly Wanted[]) => applyChanges(matrix, changesFor(matrix, wanted));
const shown = (matrix: Matrix, name: SwitchName) =>
  offeredRollback(matrix, name).map(({ switch: on, symbol, value }) => [
    symbol ? `${on}/${symbol}` : on,
    value,
  ]);

describe('from the defaults', () => {
  // biome-ignore format: a switch a line
  const OFFERED: Partial<Record<SwitchName, WireValue>> = {
    normal_threshold: '0', betting_threshold: '0', per_symbol_betting: [], max_internal_exposure_usd: '250000',
    max_order_size_internal: '1000', hedge_enabled: false, hedge_max_leverage: 1.5, hedge_threshold_tier1: '500000',
    hedge_threshold_tier2: '1000000', liquidation_enabled: false, liquidation_check_interval_ms: 2_000,
    risk_reserve_min_usd: '300000', daily_net_loss_limit: '1000000', force_hl_volatility_pct: 10,
    force_hl_latency_ms: 1_000, withdrawal_enabled: false, global_api_enabled: false, trading_enabled: false,
    new_orders_enabled: false, hl_new_opens_enabled: false, reduce_only: true, large_withdrawals_enabled: false,
    testnet_accounts: ['binance', 'bybit', 'okx'], strategies_enabled: false, enabled_strategies: [],
    canary_symbols: [],
  };

  test.each(SWITCH_NAMES)('%s', (name) => {
    const value = OFFERED[name];
    expect(shown(defaultMatrix(), name)).toEqual(value === undefined ? [] : [[name, value]]);
  });
});

describe('is offered only beyond the current value', () => {
  // biome-ignore format: a case a line
  test.each<[SwitchName, Matrix]>([
    ['normal_threshold', matrixWith({ switch: 'normal_threshold', value: '0' })],
    ['max_order_size_internal', matrixWith({ switch: 'max_order_size_internal', value: '1000' })],
    ['max_order_size_internal', matrixWith({ switch: 'max_order_size_internal', value: '999' })],
    ['max_internal_exposure_usd', matrixWith({ switch: 'max_internal_exposure_usd', value: '0' })],
    ['hedge_max_leverage', matrixWith({ switch: 'hedge_max_leverage', value: 1.5 })],
    ['hedge_max_leverage', matrixWith({ switch: 'hedge_max_leverage', value: 1 })],
    ['risk_reserve_min_usd', matrixWith({ switch: 'risk_reserve_min_usd', value: '400000' })],
    ['hedge_enabled', matrixWith({ switch: 'hedge_enabled', value: false })],
    ['hedge_threshold_tier1', matrixWith({ switch: 'hedge_threshold_tier1', value: '500000' })],
    ['hedge_threshold_tier1', matrixWith({ switch: 'hedge_threshold_tier1', value: '600000' })],
    ['daily_net_loss_limit', matrixWith({ switch: 'daily_net_loss_limit', value: '1000000' })],
    // Off is already looser than the rollback: setting $1,000,000 would tighten it, which is no rollback.
    ['daily_net_loss_limit', matrixWith({ switch: 'daily_net_loss_limit', value: null })],
    ['liquidation_check_interval_ms', matrixWith({ switch: 'liquidation_check_interval_ms', value: 3_000 })],
    ['testnet_accounts', matrixWith({ switch: 'testnet_accounts', value: ['binance', 'bybit', 'okx'] })],
    ['global_betting_enabled', defaultMatrix()],
  ])('%s, not when it is there already', (name, matrix) => {
    expect(shown(matrix, name)).toEqual([]);
  });

  test('when only part of the way is gone', () => {
    expect(shown(matrixWith({ switch: 'testnet_accounts', value: ['okx'] }), 'testnet_accounts')).toEqual([
      ['testnet_accounts', ['binance', 'bybit', 'okx']],
    ]);
    expect(shown(matrixWith({ switch: 'per_symbol_betting', value: ['SOL'] }), 'per_symbol_betting')).toEqual(
      [['per_symbol_betting', []]],
    );
  });
});

test('internalisation takes the routing mode with it, and each alone when the other is safe already', () => {
  const running = matrixWith(
    { switch: 'global_betting_enabled', value: true },
    { switch: 'routing_mode', value: 'BETTING_MODE' },
  );
  expect(shown(running, 'global_betting_enabled')).toEqual([
    ['global_betting_enabled', false],
    ['routing_mode', 'HL_MODE'],
  ]);
  expect(
    shown(matrixWith({ switch: 'global_betting_enabled', value: true }), 'global_betting_enabled'),
  ).toEqual([['global_betting_enabled', false]]);
  expect(
    shown(matrixWith({ switch: 'routing_mode', value: 'NORMAL_MODE' }), 'global_betting_enabled'),
  ).toEqual([['routing_mode', 'HL_MODE']]);
  expect(shown(running, 'routing_mode')).toEqual([['routing_mode', 'HL_MODE']]);
});

test('an override goes along when it is not there yet, and stays when it is', () => {
  const matrix = matrixWith(
    { switch: 'normal_threshold', symbol: 'BTC', value: '5000' },
    { switch: 'normal_threshold', symbol: 'ETH', value: '0' },
  );
  expect(shown(matrix, 'normal_threshold')).toEqual([
    ['normal_threshold', '0'],
    ['normal_threshold/BTC', '0'],
  ]);
  const onlyOverride = matrixWith(
    { switch: 'max_order_size_internal', value: '500' },
    { switch: 'max_order_size_internal', symbol: 'BTC', value: '2000' },
  );
  expect(shown(onlyOverride, 'max_order_size_internal')).toEqual([['max_order_size_internal/BTC', '1000']]);
});

test('exposure is halved, cents rounded down, for the venue and each symbol, and again by each press', () => {
  let matrix = matrixWith(
    { switch: 'max_internal_exposure_usd', value: '50000.01' },
    { switch: 'max_internal_exposure_usd', symbol: 'ETH', value: '0.03' },
  );
  const presses: unknown[] = [];
  for (let pressed = 0; pressed < 3; pressed++) {
    presses.push(shown(matrix, 'max_internal_exposure_usd'));
    matrix = press(matrix, offeredRollback(matrix, 'max_internal_exposure_usd'));
  }
  expect(presses).toEqual([
    [
      ['max_internal_exposure_usd', '25000'],
      ['max_internal_exposure_usd/ETH', '0.01'],
    ],
    [
      ['max_internal_exposure_usd', '12500'],
      ['max_internal_exposure_usd/ETH', '0'],
    ],
    [['max_internal_exposure_usd', '6250']],
  ]);
});

describe('a write is the rollback', () => {
  // biome-ignore format: a case a line
  test.each<[SwitchName, WireValue, WireValue, boolean]>([
    ['hedge_enabled', true, false, true],
    ['hedge_enabled', false, true, false],
    ['hedge_threshold_tier1', '100000', '500000', true],
    ['hedge_threshold_tier1', '100000', '499999.99', false],
    ['hedge_threshold_tier1', '100000', '500000.01', false],
    ['hedge_threshold_tier1', '600000', '500000', false],
    ['daily_net_loss_limit', '500000', '1000000', true],
    ['daily_net_loss_limit', '500000', null, false],
    ['daily_net_loss_limit', null, '1000000', false],
    ['max_internal_exposure_usd', '500000', '250000', true],
    ['max_internal_exposure_usd', '500000', '100000', false],
    ['max_internal_exposure_usd', '0.01', '0', true],
    ['normal_threshold', '10000', '0', true],
    ['normal_threshold', '10000', '20000', false],
    ['force_hl_latency_ms', 500, 1_000, true],
    ['force_hl_latency_ms', 500, 900, false],
    ['testnet_accounts', ['okx'], ['binance', 'bybit', 'okx'], true],
    ['hedge_execution', 'live', 'observe', false],
    ['large_withdrawal_usd', '10000', '0', false],
  ])('%s from %j to %j: %j', (name, from, to, expected) => {
    expect(isManualRollback(name, from, to)).toBe(expected);
  });
});

test('laws: every offered value is known as the rollback, moves the declared way, and pressing ends it', () => {
  fc.assert(
    fc.property(anyMatrix, fc.constantFrom(...SWITCH_NAMES), (matrix, name) => {
      const offered = offeredRollback(matrix, name);
      for (const change of changesFor(matrix, offered)) {
        expect(isManualRollback(change.switch, change.oldValue, change.newValue)).toBe(true);
        const definition = definitionOf(change.switch);
        expect(moveOf(definition, change.oldValue, change.newValue)).toBe(
          rollbackLoosens(definition) ? 'raising' : 'reducing',
        );
      }
      expect(changesFor(matrix, offered)).toHaveLength(offered.length);
      if (definitionOf(name).rollback?.to !== 'half') {
        expect(offeredRollback(press(matrix, offered), name)).toEqual([]);
      }
    }),
    { numRuns: 600 },
  );
});
