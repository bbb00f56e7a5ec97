// Withdrawals that may be approved together without another look, and what the hot wallet is left with after some of them. Pure.

import { grouped } from '#components/format-number.ts';
import { NETWORKS, type Network } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { type Wallet, type WalletAfter, walletAfter } from '#lib/rules/withdrawals/wallet-after.ts';
import { checkOf, notApprovable } from './withdrawal-words.ts';

/** Whether it goes out when somebody approves it: nothing stops it, nobody holds it. */
export function mayGoOut(withdrawal: WithdrawalView, now: number): boolean {
  return (
    withdrawal.state === 'pending' &&
    withdrawal.rule.people !== null &&
    ['clear', 'look'].includes(checkOf(withdrawal, now).kind)
  );
}

/** Down the rows: what the wallet holds when everything approved, and each row that may go out up to it, has gone. */
export function afterRows(
  wallet: Wallet | undefined,
  rows: readonly WithdrawalView[],
  now: number,
): ReadonlyMap<string, WalletAfter> {
  return wallet === undefined
    ? new Map()
    : walletAfter(
        wallet,
        rows.filter((row) => mayGoOut(row, now)),
      );
}

/** `$83,111`: whole dollars, and never more than there are. */
export function leftWords({ usd }: Pick<WalletAfter, 'usd'>): string {
  const [whole = '0', cents = ''] = usd.replace('-', '').split('.');
  if (!usd.startsWith('-')) return `$${grouped(whole)}`;
  return `-$${grouped(/[1-9]/.test(cents) ? String(BigInt(whole) + 1n) : whole)}`;
}

/** `not enough ETH on Arbitrum One`. */
export function shortWords({ asset, network }: NonNullable<WalletAfter['short']>): string {
  return `not enough ${asset} on ${NETWORKS[network as Network]?.label ?? network}`;
}

export interface Together {
  /** What the wallet is left with, in words; null while nobody knows. */
  leaves: string | null;
  /** It does not hold enough for all of them. */
  short: string | null;
}

/** What approving these together does to the hot wallet. */
export function together(wallet: Wallet | undefined, chosen: readonly WithdrawalView[]): Together {
  const after = wallet === undefined ? [] : [...walletAfter(wallet, chosen).values()];
  const last = after.at(-1);
  const short = after.find((one) => one.short !== null)?.short ?? null;
  return {
    leaves: last === undefined ? null : leftWords(last),
    short: short === null ? null : shortWords(short),
  };
}

/** Requests that one person approves alone, that ask for no look, and that the wallet has enough for: of one rule, at least two. */
export function clearTogether(
  rows: readonly WithdrawalView[],
  me: { id: string },
  now: number,
  wallet: Wallet | undefined,
): WithdrawalView[] {
  const clear = rows.filter(
    (row) => row.rule.people === 1 && notApprovable(row, me) === null && checkOf(row, now).kind === 'clear',
  );
  const [first] = clear;
  const same = clear.filter(({ rule }) => rule.key === first?.rule.key);
  const after = afterRows(wallet, same, now);
  const paid = same.filter(({ withdrawalId }) => (after.get(withdrawalId)?.short ?? null) === null);
  return paid.length < 2 ? [] : paid;
}
