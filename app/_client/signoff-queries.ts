// The read of a sign-off form as a TanStack query; four people look at one, so it is asked again while it is looked at.
import { queryOptions } from '@tanstack/react-query';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { read } from './queries.ts';

const AGAIN_MS = 3_000;

export const signoffQuery = (run: string, gate: number) =>
  queryOptions({
    queryKey: ['signoff', run, gate],
    queryFn: ({ signal }) => read<SignoffBody>('signoff', { run, gate: String(gate) }, signal),
    refetchInterval: AGAIN_MS,
  });
