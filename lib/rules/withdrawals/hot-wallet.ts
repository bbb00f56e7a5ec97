// What the hot wallet holds against what wants to leave it: exact, and never an old figure as if it were of now.
import { Decimal } from 'decimal.js';
import { HOT_WALLET } from '#lib/catalog/withdrawals.ts';
import type { WalletLine, WalletTotal } from '#lib/contract/wallet.ts';
import { amountProblem, isSame, sumOf } from './withdrawal-amount.ts';

export interface Balance {
  asset: string;
  network: string;
  amount: string;
  usdValue: string;
}

/** What wants to leave in one asset on one network. */
export interface Outflow {
  asset: string;
  network: string;
  approved: string;
  approvedUsd: string;
  awaiting: string;
  awaitingUsd: string;
}

/** Enough digits that no difference of two amounts is rounded. */
const Exact = Decimal.clone({ precision: 100 });

export const minus = (one: string, other: string): string => new Exact(one).minus(other).toFixed();

/** What is wrong with what a wallet says that it holds: as an amount, but nothing is also an answer. */
export function balanceProblem(sent: unknown): string | null {
  if (typeof sent === 'string' && /^0(\.0{1,18})?$/.test(sent)) return null;
  return amountProblem(sent)?.replace('has to be more than zero', 'cannot be less than zero') ?? null;
}

/** Whether the wallet has been silent for so long that its newest report says nothing of now. */
export function isSilent(observedAt: Date | null, now: Date): boolean {
  return observedAt === null || now.getTime() - observedAt.getTime() > HOT_WALLET.silentAfter * 1_000;
}

/** An asset on a network. */
export const placeOf = ({ asset, network }: { asset: string; network: string }) => `${asset} ${network}`;

/** Whether two reports say the same, in whatever order. */
export function sameBalances(one: readonly Balance[], other: readonly Balance[]): boolean {
  const known = new Map(other.map((balance) => [placeOf(balance), balance]));
  return (
    one.length === other.length &&
    one.every((balance) => {
      const same = known.get(placeOf(balance));
      return same && isSame(balance.amount, same.amount) && isSame(balance.usdValue, same.usdValue);
    })
  );
}

/** Every asset and network that the wallet holds or that something wants to leave in; `balances` null: never reported. */
export function walletLines(
  balances: readonly Balance[] | null,
  outflows: readonly Outflow[],
): { items: WalletLine[]; total: WalletTotal } {
  const places = [...new Set([...(balances ?? []), ...outflows].map(placeOf))].sort();
  const items = places.map((place): WalletLine => {
    const balance = balances?.find((one) => placeOf(one) === place);
    const outflow = outflows.find((one) => placeOf(one) === place);
    const [asset = '', network = ''] = place.split(' ');
    const approved = outflow?.approved ?? '0';
    // A report is whole: what it does not name is not there.
    const amount = balance?.amount ?? (balances === null ? null : '0');
    return {
      ...{ asset, network, amount, usdValue: balance?.usdValue ?? (balances === null ? null : '0') },
      ...{ approved, awaiting: outflow?.awaiting ?? '0' },
      left: amount === null ? null : minus(amount, approved),
    };
  });
  const usdValue = balances === null ? null : sumOf(balances.map((one) => one.usdValue));
  const approvedUsd = sumOf(outflows.map((one) => one.approvedUsd));
  return {
    items,
    total: {
      ...{ usdValue, approvedUsd, awaitingUsd: sumOf(outflows.map((one) => one.awaitingUsd)) },
      leftUsd: usdValue === null ? null : minus(usdValue, approvedUsd),
    },
  };
}
