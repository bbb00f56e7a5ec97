// Generators for property tests: canonical values of any switch, and whole matrices with overrides.
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { definitionOf, isPerSymbol, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { SwitchEntry } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';

function money(min: string, max: string): fc.Arbitrary<string> {
  const cents = fc.integer({ min: Number(min) * 100, max: Number(max) * 100 });
  const small = fc.integer({
    min: Number(min) * 100,
    max: Math.min(Number(min) * 100 + 300, Number(max) * 100),
  });
  return fc.oneof(cents, small).map((amount) => new Decimal(amount).dividedBy(100).toFixed());
}

/** A canonical value within type and bounds. */
export function anyValueOf(definition: SwitchDefinition): fc.Arbitrary<WireValue> {
  switch (definition.type) {
    case 'bool':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...definition.values);
    case 'money': {
      const amount = money(definition.bounds.min, definition.bounds.max);
      return definition.mayBeOff ? fc.oneof(amount, fc.constant(null)) : amount;
    }
    case 'decimal':
    case 'int': {
      const unit = 10 ** definition.scale;
      const { min, max } = definition.bounds;
      return fc
        .integer({ min: Math.round(min * unit), max: Math.round(max * unit) })
        .map((steps) => new Decimal(steps).dividedBy(unit).toNumber());
    }
    case 'symbols':
      return fc.subarray([...definition.members]).map((members) => members.sort());
  }
}

function anyEntry(name: SwitchName): fc.Arbitrary<SwitchEntry> {
  const value = anyValueOf(definitionOf(name));
  if (!isPerSymbol(name)) return value.map((only) => ({ value: only }));
  const overrides = fc.dictionary(fc.constantFrom(...SYMBOLS), value, { maxKeys: 3 });
  return fc
    .tuple(value, overrides)
    .map(([whole, own]) =>
      Object.keys(own).length > 0 ? { value: whole, overrides: { ...own } } : { value: whole },
    );
}

/** Every switch at some value, per-symbol switches with up to three overrides. */
export const anyMatrix: fc.Arbitrary<Matrix> = fc.record(
  Object.fromEntries(SWITCH_NAMES.map((name) => [name, anyEntry(name)])),
);
