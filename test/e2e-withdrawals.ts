// Withdrawals behind the screen: filed as a service files them, and asked for as a service asks.
import { WITHDRAWALS_SCOPE, type WithdrawalAnswer, type WithdrawalBody } from '#lib/contract/withdrawals.ts';
import { readRun } from './e2e-run.ts';
import { aWithdrawal } from './withdrawals.ts';

async function asService<Body>(path: string, init?: RequestInit): Promise<Body> {
  const { consoleUrl, apiKeys } = readRun();
  const response = await fetch(`${consoleUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${apiKeys[WITHDRAWALS_SCOPE]}`, 'content-type': 'application/json' },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Body;
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
