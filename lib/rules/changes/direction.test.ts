// The direction of a change for every type of switch, by example and as a law.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitionOf, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import { anyValueOf } from '#test/switch-values.ts';
import { moveOf } from './direction.ts';

// biome-ignore format: a case a line
const CASES: readonly [SwitchName, WireValue, WireValue, string][] = [
  ['global_betting_enabled', false, true, 'raising'],
  ['global_betting_enabled', true, false, 'reducing'],
  ['hedge_enabled', true, false, 'raising'],
  ['hedge_enabled', false, true, 'reducing'],
  ['liquidation_enabled', true, false, 'raising'],
  ['withdrawal_enabled', true, false, 'reducing'],
  ['global_api_enabled', false, true, 'raising'],
  ['reduce_only', false, true, 'reducing'],
  ['prefunding_quiet_window', true, false, 'raising'],
  ['routing_mode', 'HL_MODE', 'NORMAL_MODE', 'raising'],
  ['routing_mode', 'NORMAL_MODE', 'BETTING_MODE', 'raising'],
  ['routing_mode', 'BETTING_MODE', 'HL_MODE', 'reducing'],
  ['hedge_execution', 'live', 'log', 'raising'],
  ['hedge_execution', 'observe', 'log', 'reducing'],
  ['liquidation_execution', 'compute', 'live', 'reducing'],
  ['reserve_trigger_mode', 'enforce', 'restrict', 'raising'],
  ['normal_threshold', '10000', '9999.99', 'reducing'],
  ['normal_threshold', '9', '10', 'raising'],
  ['betting_threshold', '50000', '0', 'reducing'],
  ['hedge_threshold_tier1', '100000', '500000', 'raising'],
  ['risk_reserve_min_usd', '200000', '300000', 'reducing'],
  ['risk_reserve_min_usd', '200000', '100000', 'raising'],
  ['daily_net_loss_limit', '500000', null, 'raising'],
  ['daily_net_loss_limit', '10000000', null, 'raising'],
  ['daily_net_loss_limit', null, '10000000', 'reducing'],
  ['daily_net_loss_limit', null, null, 'none'],
  ['hedge_max_leverage', 3, 1.5, 'reducing'],
  ['hedge_max_leverage', 3, 3.1, 'raising'],
  ['liquidation_check_interval_ms', 500, 2_000, 'raising'],
  ['force_hl_latency_ms', 1_000, 500, 'reducing'],
  ['force_hl_volatility_pct', 5, 10, 'raising'],
  ['per_symbol_betting', ['BTC'], ['BTC', 'ETH'], 'raising'],
  ['per_symbol_betting', ['BTC', 'ETH'], ['ETH'], 'reducing'],
  ['per_symbol_betting', ['BTC', 'ETH'], [], 'reducing'],
  // Loses one and gains one: the safe part can be done by itself.
  ['per_symbol_betting', ['BTC'], ['ETH'], 'raising'],
  ['per_symbol_betting', ['BTC', 'ETH'], ['ETH', 'SOL'], 'raising'],
  ['hl_routing_paused_symbols', [], ['BTC'], 'raising'],
  ['hl_routing_paused_symbols', ['BTC'], [], 'reducing'],
  ['testnet_accounts', [], ['binance'], 'reducing'],
  ['testnet_accounts', ['binance', 'okx'], ['okx'], 'raising'],
  ['testnet_accounts', ['binance'], ['okx'], 'raising'],
];

test.each(CASES)('%s from %j to %j is %s', (name, from, to, move) => {
  expect(moveOf(definitionOf(name), from, to)).toBe(move);
});

describe.each(SWITCH_NAMES)('%s', (name) => {
  const definition = definitionOf(name);

  test('a change moves one way or the other, and only staying is no move', () => {
    fc.assert(
      fc.property(anyValueOf(definition), anyValueOf(definition), (from, to) => {
        expect(moveOf(definition, from, to) === 'none').toBe(sameValue(from, to));
      }),
      { numRuns: 60 },
    );
  });

  test('the way back is the other way', () => {
    fc.assert(
      fc.property(anyValueOf(definition), anyValueOf(definition), (from, to) => {
        const there = moveOf(definition, from, to);
        const back = moveOf(definition, to, from);
        // Sets are ordered in part only: one that gains and loses raises both ways.
        if (definition.type === 'symbols' && there === 'raising' && back === 'raising') return;
        expect([there, back].sort()).toEqual(there === 'none' ? ['none', 'none'] : ['raising', 'reducing']);
      }),
      { numRuns: 60 },
    );
  });

  test('two steps the same way are one long step that way', () => {
    fc.assert(
      fc.property(anyValueOf(definition), anyValueOf(definition), anyValueOf(definition), (a, b, c) => {
        if (moveOf(definition, a, b) === 'reducing' && moveOf(definition, b, c) === 'reducing') {
          expect(moveOf(definition, a, c)).toBe('reducing');
        }
      }),
      { numRuns: 60 },
    );
  });
});
