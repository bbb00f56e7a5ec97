// The reads of releases as TanStack queries; while one is under way, its figures are asked again as often as they are measured.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ReleaseBody, ReleasesBody } from '#lib/contract/releases.ts';
import { read } from './queries.ts';

const LIST_AGAIN_MS = 5_000;
const ONE_AGAIN_MS = 3_000;

export const releasesQuery = (filter: { before?: string }) =>
  queryOptions({
    queryKey: ['releases', filter],
    queryFn: ({ signal }) => read<ReleasesBody>('releases', { ...filter }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: LIST_AGAIN_MS,
  });

export const releaseQuery = (id: string) =>
  queryOptions({
    queryKey: ['release', id],
    queryFn: ({ signal }) => read<ReleaseBody>('release', { id }, signal),
    refetchInterval: ONE_AGAIN_MS,
  });
