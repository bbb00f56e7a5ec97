// Which way a change moves the venue: towards safety (reducing), away from it (raising), or not at all.
import { Decimal } from 'decimal.js';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';

export type Move = 'reducing' | 'raising' | 'none';

function byOrder(order: number, safer: 'lower' | 'higher'): Move {
  if (order === 0) return 'none';
  return order < 0 === (safer === 'lower') ? 'reducing' : 'raising';
}

/**
 * The way from one canonical value to another. A set that both gains and loses members raises: the safe part can be
 * done by itself. Off (null) is beyond the least safe amount.
 */
export function moveOf(definition: SwitchDefinition, from: WireValue, to: WireValue): Move {
  if (sameValue(from, to)) return 'none';
  switch (definition.type) {
    case 'bool':
      return to === definition.safe ? 'reducing' : 'raising';
    case 'enum':
      return definition.values.indexOf(String(to)) < definition.values.indexOf(String(from))
        ? 'reducing'
        : 'raising';
    case 'money': {
      if (to === null) return 'raising';
      if (from === null) return 'reducing';
      return byOrder(new Decimal(String(to)).comparedTo(String(from)), definition.safer);
    }
    case 'decimal':
    case 'int':
      return byOrder(Number(to) - Number(from), definition.safer);
    case 'symbols': {
      const before = new Set(from as readonly string[]);
      const after = new Set(to as readonly string[]);
      const gained = [...after].some((item) => !before.has(item));
      const lost = [...before].some((item) => !after.has(item));
      return (definition.safer === 'fewer' ? gained : lost) ? 'raising' : 'reducing';
    }
  }
}
