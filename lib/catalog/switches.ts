// Every switch of the venue: manual 1's control matrix, then what its alerts, levels and canaries need, then the terms of a canary's bot; types and look-ups of both.
// To run another venue, edit these three lists; everything else follows from them.
import type { WireValue } from '#lib/contract/values.ts';
import { CANARY_SWITCHES } from './canary-switches.ts';
import { MANUAL_SWITCHES } from './manual-switches.ts';
import type { SwitchDefinition } from './switch-types.ts';
import type { MarketSymbol } from './symbols.ts';
import { VENUE_SWITCHES } from './venue-switches.ts';

export const SWITCHES = { ...MANUAL_SWITCHES, ...VENUE_SWITCHES, ...CANARY_SWITCHES };

export type SwitchName = keyof typeof SWITCHES;

export const SWITCH_NAMES = Object.keys(SWITCHES) as readonly SwitchName[];

type Mutable<N extends SwitchName> = (typeof SWITCHES)[N];

/** The TypeScript type of a switch's value, from its catalogue entry. */
export type ValueOf<N extends SwitchName> =
  Mutable<N> extends { type: 'bool' }
    ? boolean
    : Mutable<N> extends { type: 'enum'; values: readonly (infer V)[] }
      ? V
      : Mutable<N> extends { type: 'money' }
        ? Mutable<N> extends { mayBeOff: true }
          ? `${number}` | null
          : `${number}`
        : Mutable<N> extends { type: 'symbols'; members: readonly (infer M)[] }
          ? readonly M[]
          : number;

/** Switches that may have a value of their own for a symbol. */
export type PerSymbolName = {
  [N in SwitchName]: Mutable<N> extends { perSymbol: true } ? N : never;
}[SwitchName];

/** One value for one switch; a bundle (level, canary stage) is a list of these, so a wrong one does not compile. */
export type SwitchSetting = {
  [N in SwitchName]: N extends PerSymbolName
    ? { readonly switch: N; readonly value: ValueOf<N>; readonly symbol?: MarketSymbol }
    : { readonly switch: N; readonly value: ValueOf<N> };
}[SwitchName];

/** The catalogue entry of a name from outside, or undefined; `__proto__` and the like are not names. */
export function findSwitch(name: string): SwitchDefinition | undefined {
  return Object.hasOwn(SWITCHES, name) ? SWITCHES[name as SwitchName] : undefined;
}

/** The entry of a known switch, in its general shape. */
export function definitionOf(name: SwitchName): SwitchDefinition {
  return SWITCHES[name];
}

/** Whether the switch may have a value of its own for a symbol. */
export function isPerSymbol(name: SwitchName): name is PerSymbolName {
  const definition = definitionOf(name);
  return definition.type === 'money' && definition.perSymbol === true;
}

/** The value that exposes the venue least: what an instance uses that has no snapshot, and where `fall` goes. */
export function safeValue(definition: SwitchDefinition): WireValue {
  switch (definition.type) {
    case 'bool':
      return definition.safe;
    case 'enum':
      return definition.values[0] ?? definition.default;
    case 'money':
    case 'decimal':
    case 'int':
      return definition.safer === 'lower' ? definition.bounds.min : definition.bounds.max;
    case 'symbols':
      return definition.safer === 'fewer' ? [] : [...definition.members].sort();
  }
}
