// The reads of withdrawals: the queue as it is looked at, and the one that is open beside it.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { WalletBody } from '#lib/contract/wallet.ts';
import type { WithdrawalFiguresBody } from '#lib/contract/withdrawal-figures.ts';
import type { WithdrawalBody, WithdrawalPolicyBody, WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { read } from './queries.ts';

/** Nobody looks away from a queue: asked again this often, and after every act. */
const ASK_EVERY_MS = 2_000;
/** Its service reports every few seconds at most. */
const ASK_WALLET_EVERY_MS = 5_000;

/** Figures of days: they need not follow each request. */
const FIGURES_EVERY_MS = 30_000;

export interface WithdrawalFilter {
  tab: string;
  sort: string;
  text: string;
  asset: string;
  rule: string;
  before: string | undefined;
}

export const withdrawalsQuery = (filter: WithdrawalFilter) =>
  queryOptions({
    queryKey: ['withdrawals', filter],
    queryFn: ({ signal }) => read<WithdrawalsBody>('withdrawals', { ...filter }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ASK_EVERY_MS,
  });

export const withdrawalQuery = (withdrawalId: string) =>
  queryOptions({
    queryKey: ['withdrawals', 'one', withdrawalId],
    queryFn: ({ signal }) => read<WithdrawalBody>('withdrawal', { withdrawalId }, signal),
    refetchInterval: ASK_EVERY_MS,
  });

/** Days as YYYY-MM-DD; no asset: all of them. */
export interface FiguresAsked {
  from: string;
  to: string;
  asset: string;
}

export const withdrawalFiguresQuery = (asked: FiguresAsked) =>
  queryOptions({
    queryKey: ['withdrawals', 'figures', asked],
    queryFn: ({ signal }) => read<WithdrawalFiguresBody>('withdrawal-figures', { ...asked }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: FIGURES_EVERY_MS,
  });

/** What a request would be like; ages as text, empty where they are as old as can be. */
export interface PolicyAsked {
  asset: string;
  usdValue: string;
  destinationHours: string;
  accountDays: string;
}

export const withdrawalPolicyQuery = (asked: PolicyAsked) =>
  queryOptions({
    queryKey: ['withdrawals', 'policy', asked],
    queryFn: ({ signal }) => read<WithdrawalPolicyBody>('withdrawal-policy', { ...asked }, signal),
    placeholderData: keepPreviousData,
  });

export const walletQuery = queryOptions({
  queryKey: ['withdrawals', 'wallet'],
  queryFn: ({ signal }) => read<WalletBody>('wallet', {}, signal),
  refetchInterval: ASK_WALLET_EVERY_MS,
});
