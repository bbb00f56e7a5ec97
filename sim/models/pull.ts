// A quantity on its way to where it is drawn.

/** Where `value` stands after `dtMs`, covering two thirds of the way to `target` in `timeMs`. */
export function pulled(value: number, target: number, dtMs: number, timeMs: number): number {
  return value + (target - value) * (1 - Math.exp(-dtMs / timeMs));
}
