// A switch's value in plain words where no type is at hand: `true`, `HL_MODE`, `BTC, ETH`, `none`, `off`.
import type { WireValue } from '#lib/contract/values.ts';

export function valueText(value: WireValue): string {
  if (value === null) return 'off';
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ');
  return String(value);
}
