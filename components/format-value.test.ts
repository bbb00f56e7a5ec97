// Values as people read them, by type, with the odd ones.
import { describe, expect, it } from 'vitest';
import { definitionOf, SWITCH_NAMES, SWITCHES } from '#lib/catalog/switches.ts';
import { formatShort, formatSwitchValue, formatValue, placeName } from './format-value.ts';

describe('formatSwitchValue', () => {
  it.each([
    ['normal_threshold', '5000', '$5,000'],
    ['normal_threshold', '0', '$0'],
    ['normal_threshold', '1234567.5', '$1,234,567.50'],
    ['normal_threshold', '999999999999999', '$999,999,999,999,999'],
    ['daily_net_loss_limit', null, 'off'],
    ['hedge_max_leverage', 3, '3.0x'],
    ['hedge_max_leverage', 1.5, '1.5x'],
    ['hedge_max_leverage', 1.25, '1.25x'],
    ['force_hl_volatility_pct', 5, '5.0%'],
    ['force_hl_latency_ms', 500, '500 ms'],
    ['per_symbol_betting', ['BTC', 'ETH'], 'BTC, ETH'],
    ['per_symbol_betting', [], 'none'],
    ['routing_mode', 'HL_MODE', 'HL_MODE'],
    ['global_betting_enabled', false, 'false'],
  ] as const)('%s %j is %s', (name, value, words) => expect(formatSwitchValue(name, value)).toBe(words));

  it('writes what does not fit the type as it came', () => {
    expect(formatSwitchValue('normal_threshold', true)).toBe('true');
    expect(formatSwitchValue('hedge_max_leverage', 'three')).toBe('three');
    expect(formatSwitchValue('no_longer_known', ['a', 'b'])).toBe('a, b');
    expect(formatSwitchValue('__proto__', 7)).toBe('7');
  });

  it('writes every default of the catalogue', () => {
    for (const name of SWITCH_NAMES)
      expect(formatValue(definitionOf(name), SWITCHES[name].default)).not.toBe('');
  });
});

describe('formatShort', () => {
  const set = definitionOf('per_symbol_betting');
  it('shortens long sets only', () => {
    expect(formatShort(set, ['BTC', 'ETH'])).toBe('BTC, ETH');
    expect(formatShort(set, ['BNB', 'BTC', 'ETH', 'SOL'])).toBe('BNB, BTC +2');
    expect(formatShort(set, ['AVAX', 'BNB', 'BTC', 'DOGE', 'ETH', 'LINK', 'SOL', 'XRP'])).toBe('all 8');
    expect(formatShort(definitionOf('enabled_strategies'), ['geometry', 'kinematics'])).toBe('all 2');
    expect(formatShort(definitionOf('normal_threshold'), '5000')).toBe('$5,000');
  });
});

it('names a place', () => {
  expect(placeName('normal_threshold', null)).toBe('normal_threshold');
  expect(placeName('normal_threshold', 'BTC')).toBe('normal_threshold.BTC');
});
