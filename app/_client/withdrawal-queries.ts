// The reads of withdrawals: the queue as it is looked at, and the one that is open beside it.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { WithdrawalBody, WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { read } from './queries.ts';

/** Nobody looks away from a queue: asked again this often, and after every act. */
const ASK_EVERY_MS = 2_000;

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
