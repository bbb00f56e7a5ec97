// Whole numbers and plain decimals with thousands separators.

/** `18204` as `18,204`, `1234567.5` as `1,234,567.5`; the digits after the point stay as they are. */
export function grouped(value: number | string): string {
  const [whole = '', rest] = String(value).split('.');
  const head = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return rest === undefined ? head : `${head}.${rest}`;
}
