// Text on the command line becomes the type the catalogue names, for every switch there is.
import { describe, expect, test } from 'vitest';
import { definitionOf, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { parseValue } from '#lib/rules/changes/parse-value.ts';
import { CliFailure } from './failure.ts';
import { valueFromText } from './switch-value.ts';

function textOf(value: WireValue): string {
  if (value === null) return 'off';
  return Array.isArray(value) ? value.join(',') || 'none' : String(value);
}

test.each(SWITCH_NAMES)('the default of %s, typed as text, is taken by the server', (name) => {
  const definition = definitionOf(name);
  const value = valueFromText(name, definition, textOf(definition.default));
  expect(parseValue(name, definition, value)).toEqual({ ok: true, value: definition.default });
});

test.each<[SwitchName, string, WireValue]>([
  ['hedge_enabled', 'false', false],
  ['routing_mode', 'HL_MODE', 'HL_MODE'],
  ['normal_threshold', '5000', '5000'],
  ['normal_threshold', '0.50', '0.50'],
  ['daily_net_loss_limit', 'off', null],
  ['hedge_max_leverage', '1.5', 1.5],
  ['per_symbol_betting', 'ETH, BTC', ['ETH', 'BTC']],
  ['per_symbol_betting', 'none', []],
  ['per_symbol_betting', '', []],
])('%s %j is %j', (name, text, value) => {
  expect(valueFromText(name, definitionOf(name), text)).toEqual(value);
});

describe('what is not of the type is refused with a sentence', () => {
  test.each<[SwitchName, string]>([
    ['hedge_enabled', 'yes'],
    ['hedge_enabled', 'TRUE'],
    ['normal_threshold', '10,000'],
    ['normal_threshold', '$10000'],
    ['normal_threshold', '1e4'],
    ['normal_threshold', '１０'],
    ['normal_threshold', ''],
    ['hedge_max_leverage', 'NaN'],
    ['hedge_max_leverage', 'Infinity'],
    ['hedge_max_leverage', '0x2'],
    ['hedge_max_leverage', '1_0'],
  ])('%s %j', (name, text) => {
    const attempt = () => valueFromText(name, definitionOf(name), text);
    expect(attempt).toThrow(CliFailure);
    expect(attempt).toThrow(new RegExp(`^${name} (is|takes) `));
  });
});
