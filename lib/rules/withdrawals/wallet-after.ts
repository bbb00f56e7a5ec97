// What the hot wallet is left with after withdrawals that nobody has approved yet: down the rows of a queue, or all at once. Pure.
import type { WalletBody, WalletLine } from '#lib/contract/wallet.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { minus, placeOf } from './hot-wallet.ts';
import { isMore } from './withdrawal-amount.ts';

type Leaving = Pick<WithdrawalView, 'withdrawalId' | 'asset' | 'network' | 'amount' | 'usdValue'>;
export type Wallet = Pick<WalletBody, 'items' | 'total' | 'lowUsd'>;

export interface WalletAfter {
  /** US dollars; below zero when all of it does not suffice. */
  usd: string;
  /** Below what the alert of the hot wallet allows. */
  low: boolean;
  /** The wallet does not hold enough of this asset on its network. */
  short: Pick<WalletLine, 'asset' | 'network'> | null;
}

/**
 * After each of these, in their order, on top of all that is approved already; by its id. Empty while nobody knows what
 * the wallet holds.
 */
export function walletAfter(wallet: Wallet, leaving: readonly Leaving[]): ReadonlyMap<string, WalletAfter> {
  const after = new Map<string, WalletAfter>();
  let usd = wallet.total.leftUsd;
  if (usd === null) return after;
  const left = new Map(wallet.items.map((line) => [placeOf(line), line.left ?? '0']));
  for (const one of leaving) {
    const of = minus(left.get(placeOf(one)) ?? '0', one.amount);
    left.set(placeOf(one), of);
    usd = minus(usd, one.usdValue);
    after.set(one.withdrawalId, {
      ...{ usd, low: isMore(wallet.lowUsd, usd) },
      short: isMore('0', of) ? { asset: one.asset, network: one.network } : null,
    });
  }
  return after;
}
