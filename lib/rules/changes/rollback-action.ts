// The manual's rollback of a switch as concrete wanted values: what the one-press button does, and how a write knows it.
import { Decimal } from 'decimal.js';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { definitionOf, isPerSymbol, type SwitchName } from '#lib/catalog/switches.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import { moveOf } from './direction.ts';
import { type Matrix, valueIn, type Wanted } from './matrix.ts';

function target(definition: SwitchDefinition, current: WireValue): WireValue | undefined {
  const to = definition.rollback?.to;
  if (to === undefined) return undefined;
  if (to === 'half' && definition.type === 'money') {
    if (current === null) return undefined;
    return new Decimal(String(current)).dividedBy(2).toDecimalPlaces(2, Decimal.ROUND_DOWN).toFixed();
  }
  return Array.isArray(to) ? [...to].sort() : to;
}

/** Whether the manual's action loosens a control instead of lowering exposure (amber, hatched). */
export function rollbackLoosens(definition: SwitchDefinition): boolean {
  const to = target(definition, definition.default);
  return to !== undefined && moveOf(definition, definition.default, to) === 'raising';
}

/** Whether the action, applied to this one value, moves beyond it in the action's own direction. */
function movesBeyond(definition: SwitchDefinition, current: WireValue): boolean {
  const to = target(definition, current);
  if (to === undefined) return false;
  return moveOf(definition, current, to) === (rollbackLoosens(definition) ? 'raising' : 'reducing');
}

/**
 * What the one-press rollback of a switch would set now: the global value and every override it moves beyond, and
 * what the manual sets along with it. Empty when the switch is at or beyond the rollback: it is then not offered.
 */
export function offeredRollback(matrix: Matrix, name: SwitchName): Wanted[] {
  const definition = definitionOf(name);
  if (!definition.rollback) return [];
  const wanted: Wanted[] = [];
  const offer = (on: SwitchName, symbol: string | null, value: WireValue): void => {
    wanted.push({ switch: on, symbol, value });
  };
  const places = [null, ...(isPerSymbol(name) ? Object.keys(matrix[name]?.overrides ?? {}) : [])];
  for (const symbol of places) {
    const current = valueIn(matrix, name, symbol);
    const to = target(definition, current);
    if (to !== undefined && movesBeyond(definition, current)) offer(name, symbol, to);
  }
  for (const extra of definition.rollback.also ?? []) {
    const other = extra.switch as SwitchName;
    if (moveOf(definitionOf(other), valueIn(matrix, other), extra.value) === 'reducing') {
      offer(other, null, extra.value);
    }
  }
  return wanted;
}

/** Whether setting this value is exactly the manual's rollback of the switch, seen from the value that holds. */
export function isManualRollback(name: SwitchName, current: WireValue, wanted: WireValue): boolean {
  const definition = definitionOf(name);
  const to = target(definition, current);
  return to !== undefined && sameValue(to, wanted) && movesBeyond(definition, current);
}
