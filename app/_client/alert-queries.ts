// The reads of alerts and their history as queries.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AlertPoliciesBody, AlertTimesBody, FiringsBody } from '#lib/contract/alert-history.ts';
import type { AlertsBody, FiringBody } from '#lib/contract/alerts.ts';
import type { RunbookMetricsBody } from '#lib/contract/metrics.ts';
import { read } from './queries.ts';

/** Open alerts; read again when a pulse says that something of them moved, and by itself for what no pulse tells. */
export const alertsQuery = queryOptions({
  queryKey: ['alerts'],
  queryFn: ({ signal }) => read<AlertsBody>('alerts', {}, signal),
  refetchInterval: 10_000,
});

/** One firing, by its number: with every pulse, because its action takes effect instance by instance. */
export const firingQuery = (number: number) =>
  queryOptions({
    queryKey: ['firing', number],
    queryFn: ({ signal }) => read<FiringBody>('firing', { number }, signal),
    placeholderData: keepPreviousData,
  });

export interface FiringFilter {
  alert?: string;
  state?: string;
  drill?: string;
  from?: string;
  before?: string;
  limit?: number;
}

export const firingsQuery = (filter: FiringFilter) =>
  queryOptions({
    queryKey: ['firings', filter],
    queryFn: ({ signal }) => read<FiringsBody>('firings', { ...filter }, signal),
    placeholderData: keepPreviousData,
  });

export const alertTimesQuery = (asked: { weeks: number; drills: 'yes' | 'no' }) =>
  queryOptions({
    queryKey: ['alert-times', asked],
    queryFn: ({ signal }) => read<AlertTimesBody>('alert-times', asked, signal),
    placeholderData: keepPreviousData,
  });

export const alertPoliciesQuery = queryOptions({
  queryKey: ['alert-policies'],
  queryFn: ({ signal }) => read<AlertPoliciesBody>('alert-policies', {}, signal),
  refetchInterval: 30_000,
});

/** What Prometheus says of a runbook's metrics; asked while somebody looks at the page. */
export const runbookMetricsQuery = (runbook: string) =>
  queryOptions({
    queryKey: ['runbook-metrics', runbook],
    queryFn: ({ signal }) => read<RunbookMetricsBody>('runbook-metrics', { runbook }, signal),
    refetchInterval: 15_000,
  });
