// The reads of canaries as TanStack queries; samples come every 15 seconds, and guards are looked at while they run.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CanariesBody, CanaryBody } from '#lib/contract/canary.ts';
import type { CanarySeriesBody, ReplayBody } from '#lib/contract/canary-figures.ts';
import { read } from './queries.ts';

const AGAIN_MS = 5_000;
const SERIES_MS = 15_000;

export const canariesQuery = (filter: { before?: string }) =>
  queryOptions({
    queryKey: ['canaries', filter],
    queryFn: ({ signal }) => read<CanariesBody>('canaries', { ...filter }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });

export const canaryQuery = (id: string) =>
  queryOptions({
    queryKey: ['canary', id],
    queryFn: ({ signal }) => read<CanaryBody>('canary', { id }, signal),
    refetchInterval: AGAIN_MS,
  });

export const canarySeriesQuery = (run: string, key: string) =>
  queryOptions({
    queryKey: ['canary-series', run, key],
    queryFn: ({ signal }) => read<CanarySeriesBody>('canary-series', { run, key }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: SERIES_MS,
  });

export const replayQuery = (asked: { query: string; is: string; threshold: string; hours: string }) =>
  queryOptions({
    queryKey: ['replay', asked],
    queryFn: ({ signal }) => read<ReplayBody>('replay', { ...asked }, signal),
    retry: false,
  });
