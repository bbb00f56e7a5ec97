// Amounts of withdrawals: exact decimal text, never a float; what is wrong with one, in a sentence.
import { Decimal } from 'decimal.js';
import { AMOUNT_DIGITS, ASSETS, type Asset, DOLLAR_TOLERANCE } from '#lib/catalog/withdrawals.ts';

const FORM = new RegExp(`^(0|[1-9]\\d{0,${AMOUNT_DIGITS.whole - 1}})(?:\\.(\\d+))?$`);

/** Enough digits that no sum or product of two amounts is rounded. */
const Exact = Decimal.clone({ precision: 100 });

/** What is wrong with an amount by its form; null when nothing is. */
export function amountProblem(sent: unknown): string | null {
  if (typeof sent === 'number')
    return 'Send the amount as text, such as "0.5": a number loses digits on its way.';
  if (typeof sent !== 'string') return 'Send the amount as text, such as "0.5".';
  if (/^-/.test(sent)) return 'The amount has to be more than zero.';
  if (/^[+]?\d*\.?\d+e/i.test(sent)) return 'Write the amount out, without an exponent.';
  const found = FORM.exec(sent);
  if (!found)
    return /^\d{13,}(\.\d+)?$/.test(sent)
      ? `The amount is too large: at most ${AMOUNT_DIGITS.whole} digits before the point.`
      : 'The amount is digits with at most one point, such as "0.5".';
  const decimals = found[2]?.length ?? 0;
  if (decimals > AMOUNT_DIGITS.decimals)
    return `The amount has ${decimals} digits after the point: at most ${AMOUNT_DIGITS.decimals}.`;
  return /[1-9]/.test(sent) ? null : 'The amount has to be more than zero.';
}

/** What is wrong with an amount for its asset. */
export function assetAmountProblem(amount: string, asset: Asset): string | null {
  const { decimals } = ASSETS[asset];
  const used = plain(amount).split('.')[1]?.length ?? 0;
  return used > decimals ? `${asset} has ${decimals} digits after the point; this amount has ${used}.` : null;
}

/** What is wrong with a value in dollars; cents, and nothing finer. */
export function usdProblem(sent: unknown): string | null {
  const problem = amountProblem(sent);
  if (problem !== null) return problem.replace('The amount', 'The value').replace('the amount', 'the value');
  return (plain(String(sent)).split('.')[1]?.length ?? 0) > 2
    ? 'The value in US dollars has at most two digits after the point.'
    : null;
}

/** A unit of a dollar asset is worth about a dollar: another value would meet the wrong rule. */
export function dollarProblem(amount: string, usdValue: string, asset: Asset): string | null {
  if (!ASSETS[asset].dollar) return null;
  const [units, value] = [new Exact(amount), new Exact(usdValue)];
  // A cent more or less, because the value is rounded to cents.
  const slack = units.times(DOLLAR_TOLERANCE).plus('0.01');
  return value.minus(units).abs().lte(slack)
    ? null
    : `${amount} ${asset} are worth about $${units.toFixed(2)}, not $${value.toFixed(2)}: look at the price.`;
}

/** What an amount is worth at a price, US dollars, to the next cent. */
export function worthOf(amount: string, price: string): string {
  return new Exact(amount).times(price).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toFixed();
}

/** The one way to write an amount: no zeros at its end. */
export function plain(amount: string): string {
  return new Exact(amount).toFixed();
}

export const isMore = (one: string, other: string): boolean => new Exact(one).gt(other);
export const isSame = (one: string, other: string): boolean => new Exact(one).eq(other);

export function sumOf(amounts: readonly string[]): string {
  return amounts.reduce((sum, one) => sum.plus(one), new Exact(0)).toFixed();
}
