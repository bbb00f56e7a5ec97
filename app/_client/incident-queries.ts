// The reads of incidents as TanStack queries; several people work in one, so they are asked again while they are looked at.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  IncidentBody,
  IncidentSearchBody,
  IncidentsBody,
  PreventionBody,
  RollbackHistoryBody,
} from '#lib/contract/incidents.ts';
import { read } from './queries.ts';

const AGAIN_MS = 5_000;

export interface IncidentFilter {
  state?: string;
  severity?: string;
  before?: string;
}

export const incidentsQuery = (filter: IncidentFilter) =>
  queryOptions({
    queryKey: ['incidents', filter],
    queryFn: ({ signal }) => read<IncidentsBody>('incidents', { ...filter }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => read<IncidentBody>('incident', { id }, signal),
    refetchInterval: AGAIN_MS,
  });

export const incidentSearchQuery = (text: string) =>
  queryOptions({
    queryKey: ['incident-search', text],
    queryFn: ({ signal }) => read<IncidentSearchBody>('incident-search', { text }, signal),
    placeholderData: keepPreviousData,
  });

export const rollbackHistoryQuery = (filter: { before?: string }) =>
  queryOptions({
    queryKey: ['rollback-history', filter],
    queryFn: ({ signal }) => read<RollbackHistoryBody>('rollback-history', { ...filter }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });

export const preventionQuery = queryOptions({
  queryKey: ['prevention'],
  queryFn: ({ signal }) => read<PreventionBody>('prevention', {}, signal),
  refetchInterval: AGAIN_MS,
});
