// The forms a switch value takes on every wire, in the database and in code; depends on nothing.

/**
 * One canonical form everywhere: bool is a boolean, enum a string, int and decimal a JSON number,
 * money a decimal string in US dollars without exponent or trailing zeros (`null` means off, no limit),
 * symbols a sorted array without repeats.
 */
export type WireValue = boolean | string | number | readonly string[] | null;

export type SwitchType = 'bool' | 'enum' | 'money' | 'decimal' | 'int' | 'symbols';

/** Equality of two canonical values (arrays by content; canonical form makes every other type plain). */
export function sameValue(a: WireValue | undefined, b: WireValue | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => item === b[i]);
  }
  return a === b;
}
