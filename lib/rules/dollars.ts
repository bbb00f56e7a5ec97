// Amounts in sentences. By itself, without what computes with them: every screen writes amounts.

/** US dollars with thousands separators, for sentences. */
export function dollars(amount: string): string {
  const [whole = '0', cents] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `$${grouped}${cents ? `.${cents.padEnd(2, '0')}` : ''}`;
}
