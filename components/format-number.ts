// Whole numbers and plain decimals with thousands separators; dollars for a glance.

/** `18204` as `18,204`, `1234567.5` as `1,234,567.5`; the digits after the point stay as they are. */
export function grouped(value: number | string): string {
  const [whole = '', rest] = String(value).split('.');
  const head = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return rest === undefined ? head : `${head}.${rest}`;
}

/** `+$61.2K`, `$612K`, `-$1.24M`: three digits are enough for a glance. */
export function shortDollars(amount: number, signed = false): string {
  const size = Math.abs(amount);
  const sign = amount < 0 ? '-' : signed ? '+' : '';
  const digits = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
  if (size >= 1_000_000) return `${sign}$${digits(size / 1_000_000)}M`;
  if (size >= 1_000) return `${sign}$${digits(size / 1_000)}K`;
  return `${sign}$${size.toFixed(0)}`;
}
