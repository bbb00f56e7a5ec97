// Amounts as executors report them: decimal text without an exponent, however small or large.

/** As exact as an exchange shows a size or a price. */
const SIGNIFICANT = 8;
/** What a report may have behind the point. */
const MOST_FRACTION = 18;

/** Eight significant digits of an amount above zero, and every digit before the point. */
export function decimalText(amount: number): string {
  const behind = SIGNIFICANT - 1 - Math.floor(Math.log10(amount));
  return amount.toFixed(Math.min(MOST_FRACTION, Math.max(0, behind)));
}
