// The console's reads as TanStack queries: one key and one address each, refreshed when a pulse says that something moved.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  CredentialBody,
  FactorOfferBody,
  KeysBody,
  PeopleBody,
  ProfileBody,
} from '#lib/contract/access.ts';
import type { ApprovalsBody } from '#lib/contract/approvals.ts';
import type { AssessmentBody, AssessmentsBody } from '#lib/contract/assessment.ts';
import type {
  ActorsBody,
  AuditBody,
  ChainBody,
  ChangesBody,
  ErrorBody,
  FiguresBody,
  HistoryBody,
  InstancesBody,
  MatrixBody,
  StatusBody,
} from '#lib/contract/console.ts';
import type { PositionsBody, StopsBody } from '#lib/contract/emergency.ts';
import type { LevelsBody } from '#lib/contract/levels.ts';
import type { AccessLogBody, DutyReviewBody } from '#lib/contract/review.ts';
import type { RollbackBody } from '#lib/contract/rollback.ts';
import type { ProceduresBody, RunBody, RunsBody } from '#lib/contract/runs.ts';

/** A read that was answered with the error form; `code` is one of the closed table. */
export class ReadError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'ReadError';
    this.code = code;
  }
}

/** One read of the console's API; what is refused or not answered is a ReadError. */
export async function read<Body>(
  path: string,
  query: Record<string, string | number | undefined>,
  signal: AbortSignal,
): Promise<Body> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(key, String(value));
  const text = search.toString();
  const response = await fetch(`/api/v1/${path}${text ? `?${text}` : ''}`, {
    signal,
    cache: 'no-store',
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ReadError('offline', 'The console does not answer. The figures here are from before.');
  });
  if (response.ok) return (await response.json()) as Body;
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  throw new ReadError(
    body?.error.code ?? 'internal',
    body?.error.message ?? `The console answered ${response.status}.`,
  );
}

/** Kept fresh by the live stream's pulses, so it is never fetched on a timer. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => read<StatusBody>('status', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const switchesQuery = queryOptions({
  queryKey: ['switches'],
  queryFn: ({ signal }) => read<MatrixBody>('switches', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What waits for a second person or an owner; asked again when a pulse says that it moved. */
export const approvalsQuery = queryOptions({
  queryKey: ['approvals'],
  queryFn: ({ signal }) => read<ApprovalsBody>('approvals', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Degradation levels as pressing them now would turn out; asked again when a pulse says that something moved. */
export const levelsQuery = queryOptions({
  queryKey: ['levels'],
  queryFn: ({ signal }) => read<LevelsBody>('levels', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/**
 * What rolling back would do, as it was worked out when it was asked for: it stands still until somebody asks anew, so
 * that nothing changes under the eyes of whoever reads it.
 */
export const rollbackQuery = (what: { at: string } | { changeSetId: string }) =>
  queryOptions({
    queryKey: ['rollback', what],
    queryFn: ({ signal }) => read<RollbackBody>('rollback', { ...what }, signal),
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false },
  });
/** The emergency stop that holds, and earlier ones; its executors move with every pulse. */
export const stopsQuery = queryOptions({
  queryKey: ['emergency-stops'],
  queryFn: ({ signal }) => read<StopsBody>('emergency-stops', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const positionsQuery = queryOptions({
  queryKey: ['positions'],
  queryFn: ({ signal }) => read<PositionsBody>('positions', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const instancesQuery = queryOptions({
  queryKey: ['instances'],
  queryFn: ({ signal }) => read<InstancesBody>('instances', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const figuresQuery = (seconds: number) =>
  queryOptions({
    queryKey: ['figures', seconds],
    queryFn: ({ signal }) => read<FiguresBody>('figures', { seconds }, signal),
    refetchInterval: 2_000,
  });

export const historyQuery = (name: string) =>
  queryOptions({
    queryKey: ['history', name],
    queryFn: ({ signal }) => read<HistoryBody>('switch-history', { switch: name, limit: 100 }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export interface AuditFilter {
  person?: string;
  switch?: string;
  kind?: string;
  from?: string;
  to?: string;
  text?: string;
  before?: string;
  limit?: number;
}

export const auditQuery = (filter: AuditFilter) =>
  queryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal }) => read<AuditBody>('audit', { ...filter }, signal),
    placeholderData: keepPreviousData,
  });

/** Everybody in the log, for its filter. */
export const auditActorsQuery = queryOptions({
  queryKey: ['audit-actors'],
  queryFn: ({ signal }) => read<ActorsBody>('audit-actors', {}, signal),
  staleTime: 60_000,
});

/** One change set with its proof of effect. */
export const changeQuery = (id: string) =>
  queryOptions({
    queryKey: ['change', id],
    queryFn: ({ signal }) => read<ChangesBody>('changes', { id }, signal),
  });

export const chainQuery = queryOptions({
  queryKey: ['audit-chain'],
  queryFn: ({ signal }) => read<ChainBody>('audit-chain', {}, signal),
  refetchInterval: 10_000,
});

export interface KeyFilter {
  state?: string;
  owner?: string;
  before?: string;
}

/** Keys of machines; asked again for their last use. */
export const keysQuery = (filter: KeyFilter) =>
  queryOptions({
    queryKey: ['keys', filter],
    queryFn: ({ signal }) => read<KeysBody>('keys', { ...filter }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });

/** Whose a key or token is, by its first characters. */
export const credentialQuery = (prefix: string) =>
  queryOptions({
    queryKey: ['credential', prefix],
    queryFn: ({ signal }) => read<CredentialBody>('credential', { prefix }, signal),
    retry: false,
  });

export interface AccessFilter {
  person?: string;
  kind?: string;
  address?: string;
  from?: string;
  before?: string;
}

export const accessLogQuery = (filter: AccessFilter) =>
  queryOptions({
    queryKey: ['access-log', filter],
    queryFn: ({ signal }) => read<AccessLogBody>('access-log', { ...filter }, signal),
    refetchInterval: 10_000,
  });

export const dutyReviewQuery = queryOptions({
  queryKey: ['duty-review'],
  queryFn: ({ signal }) => read<DutyReviewBody>('duty-review', {}, signal),
});

/** Nothing pushes what happens to people: asked for again while the screen is looked at. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => read<PeopleBody>('people', {}, signal),
  refetchInterval: 10_000,
});

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: ({ signal }) => read<ProfileBody>('profile', {}, signal),
  refetchInterval: 30_000,
});

/** What setting up a factor begins with; good for minutes, so each beginning asks anew. */
export const factorOfferQuery = queryOptions({
  queryKey: ['factor-offer'],
  queryFn: ({ signal }) => read<FactorOfferBody>('factor-offer', {}, signal),
  staleTime: 0,
  gcTime: 0,
});

/** Several people work in one; asked again while it is open, for their answers and for the readings of now. */
export const assessmentsQuery = queryOptions({
  queryKey: ['assessments'],
  queryFn: ({ signal }) => read<AssessmentsBody>('assessments', { limit: 20 }, signal),
  refetchInterval: 5_000,
});

export const assessmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['assessment', id],
    queryFn: ({ signal }) => read<AssessmentBody>('assessment', { id }, signal),
    refetchInterval: ({ state }) => (state.data?.assessment.closed ? false : 2_000),
  });

/** Read again with every pulse, as the one run is: several people work in it. */
export const runsQuery = (filter: { state?: 'active' | 'over'; before?: string | undefined }) =>
  queryOptions({
    queryKey: ['runs', filter],
    queryFn: ({ signal }) => read<RunsBody>('runs', { ...filter }, signal),
    placeholderData: keepPreviousData,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => read<RunBody>('run', { id }, signal),
  });

export const proceduresQuery = queryOptions({
  queryKey: ['procedures'],
  queryFn: ({ signal }) => read<ProceduresBody>('procedures', {}, signal),
  refetchInterval: 10_000,
});
