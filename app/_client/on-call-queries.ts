// The reads of on-call as queries: rota and contacts, notifications, test pages.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { NotificationsBody, OnCallBody, TestPagesBody } from '#lib/contract/on-call.ts';
import { read } from './queries.ts';

/** The rota, contacts and the chain. */
export const onCallQuery = queryOptions({
  queryKey: ['on-call'],
  queryFn: ({ signal }) => read<OnCallBody>('on-call', {}, signal),
  refetchInterval: 15_000,
});

/** What was told where, a page at a time; asked again while it is on its way. */
export const notificationsQuery = (before: string | undefined) =>
  queryOptions({
    queryKey: ['notifications', before],
    queryFn: ({ signal }) => read<NotificationsBody>('notifications', { before, limit: 20 }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });

export const testPagesQuery = queryOptions({
  queryKey: ['test-pages'],
  queryFn: ({ signal }) => read<TestPagesBody>('test-pages', {}, signal),
  refetchInterval: 5_000,
});
