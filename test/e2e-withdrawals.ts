// Withdrawals behind the screen: filed as a service files them, asked for as a service asks, reported as a wallet reports.
import type { WalletReportAnswer } from '#lib/contract/wallet.ts';
import {
  type FiledBatch,
  WALLET_SCOPE,
  WITHDRAWALS_SCOPE,
  type WithdrawalAnswer,
  type WithdrawalBody,
} from '#lib/contract/withdrawals.ts';
import { readRun } from './e2e-run.ts';
import { aWalletReport, aWithdrawal } from './withdrawals.ts';

async function asService<Body>(
  path: string,
  init?: RequestInit,
  scope: string = WITHDRAWALS_SCOPE,
): Promise<Body> {
  const { consoleUrl, apiKeys } = readRun();
  const response = await fetch(`${consoleUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${apiKeys[scope]}`, 'content-type': 'application/json' },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Body;
}

/** Many at once, in this order; each has to be taken. */
export async function fileMany(changes: readonly Record<string, unknown>[]): Promise<WithdrawalAnswer[]> {
  const body = JSON.stringify({ items: changes.map((change) => aWithdrawal(change)) });
  const { items } = await asService<FiledBatch>('/api/v1/withdrawals', { method: 'POST', body });
  return items.map(({ withdrawal, error }) => {
    if (withdrawal === null) throw new Error(`A request was refused: ${JSON.stringify(error)}`);
    return withdrawal;
  });
}

/** A request of this account; routine unless told otherwise. */
export function fileOne(change: Record<string, unknown>): Promise<WithdrawalAnswer> {
  const body = JSON.stringify(aWithdrawal(change));
  return asService<WithdrawalAnswer>('/api/v1/withdrawals', { method: 'POST', body });
}

export async function standingOf({ withdrawalId }: WithdrawalAnswer): Promise<WithdrawalBody['withdrawal']> {
  const path = `/api/v1/withdrawal?withdrawalId=${withdrawalId}`;
  return (await asService<WithdrawalBody>(path)).withdrawal;
}

/** The wallet service says that this came in. */
export function reportReceived(receipt: Record<string, unknown>): Promise<WalletReportAnswer> {
  const body = JSON.stringify(aWalletReport({ received: [receipt] }));
  return asService('/api/v1/commands/report-wallet-balances', { method: 'POST', body }, WALLET_SCOPE);
}
