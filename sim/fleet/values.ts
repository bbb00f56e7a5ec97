// An instance's SDK values in the form the venue's rules read.
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import type { Bulkhead } from '#sdk/api.ts';

/** The contract's types are generated from the catalogue's, so they agree; the compiler cannot follow that far. */
export function valuesOf(bulkhead: Bulkhead): SwitchReader {
  return { get: (name, symbol) => bulkhead.get(name, symbol) as never };
}
