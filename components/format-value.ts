// A switch's value as a person reads it: $5,000, 3.0x, 500 ms, BTC, ETH, none, off. Pure; nothing is rounded away.

import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { valueText } from '#lib/rules/changes/value-text.ts';
import { dollars } from '#lib/rules/dollars.ts';

/** Longest set that a narrow cell writes out. */
const SHORT = 12;

/** Unit as written behind the number. */
const UNIT = { x: 'x', '%': '%', ms: ' ms', s: ' s', bps: ' bps', units: ' units' } as const;

/** At least `scale` digits after the point, and never fewer than the number has. */
function withScale(value: number, scale: number): string {
  const plain = String(value);
  if (plain.includes('e')) return plain;
  const has = plain.split('.')[1]?.length ?? 0;
  return has >= scale ? plain : value.toFixed(scale);
}

/** The whole value. A value that does not fit the type is written as it came, never as something else. */
export function formatValue(definition: SwitchDefinition | undefined, value: WireValue): string {
  if (value === null) return 'off';
  switch (definition?.type) {
    case 'money':
      return typeof value === 'string' ? dollars(value) : valueText(value);
    case 'decimal':
    case 'int':
      return typeof value === 'number'
        ? `${withScale(value, definition.scale)}${UNIT[definition.unit]}`
        : valueText(value);
    default:
      return valueText(value);
  }
}

/** For narrow cells: a long set as `all 8` or `BTC, ETH +3`; anything else whole. */
export function formatShort(definition: SwitchDefinition | undefined, value: WireValue): string {
  const whole = formatValue(definition, value);
  if (definition?.type !== 'symbols' || !Array.isArray(value) || whole.length <= SHORT) return whole;
  if (value.length === definition.members.length) return `all ${value.length}`;
  return value.length > 2 ? `${value.slice(0, 2).join(', ')} +${value.length - 2}` : whole;
}

/** The same by the switch's name; a name the catalogue no longer knows is written without a type. */
export function formatSwitchValue(name: string, value: WireValue): string {
  return formatValue(findSwitch(name), value);
}

/** `normal_threshold.BTC`, or the bare name for the whole venue. */
export function placeName(name: string, symbol: string | null): string {
  return symbol === null ? name : `${name}.${symbol}`;
}
