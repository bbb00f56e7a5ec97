// The queue as it is looked at: its filters and pages, the rows that hold still while somebody is among them, the figures above.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type RefObject, useDeferredValue, useRef, useState } from 'react';
import { withdrawalsQuery } from '#app/_client/withdrawal-queries.ts';
import { type Steps, usePages } from '#components/page-steps.tsx';
import { useInside, useSteadyRows } from '#components/steady-rows.ts';
import type { QueueFilters } from '#components/withdrawals/withdrawal-bars.tsx';
import type { WithdrawalsBody, WithdrawalView } from '#lib/contract/withdrawals.ts';

const FIRST: QueueFilters = { tab: 'open', sort: 'oldest', text: '', asset: '', rule: '' };
const idOf = ({ withdrawalId }: WithdrawalView) => withdrawalId;

export interface Queue {
  data: WithdrawalsBody;
  rows: readonly WithdrawalView[];
  /** How many came while the rows held still, and how they are shown. */
  news: number;
  letGo: () => void;
  error: Error | null;
  again: () => void;
  filters: QueueFilters;
  narrow: (part: Partial<QueueFilters>) => void;
  steps: Steps;
  /** Of the rows. */
  frame: RefObject<HTMLDivElement | null>;
}

export function useQueue(first: WithdrawalsBody): Queue {
  const [filters, setFilters] = useState(FIRST);
  const pages = usePages();
  const frame = useRef<HTMLDivElement>(null);
  const asked = useDeferredValue(filters);
  const filter = { ...asked, text: asked.text.trim(), before: pages.before };
  const plain = JSON.stringify(filter) === JSON.stringify({ ...FIRST, before: undefined });
  const {
    data = first,
    error,
    refetch,
  } = useQuery({
    ...withdrawalsQuery(filter),
    placeholderData: keepPreviousData,
    ...(plain ? { initialData: first } : {}),
  });
  const inside = useInside(frame);
  const { rows: steady, news, letGo } = useSteadyRows(JSON.stringify(filter), data.items, inside, idOf);
  // A row that was decided is no more of this list, but stands in it while somebody is among the rows: as it is by now.
  const decided = [...data.decided.map(({ withdrawal }) => withdrawal), ...data.undoable];
  const rows = steady.map((row) => decided.find((one) => idOf(one) === idOf(row)) ?? row);
  return {
    ...{ data, rows, news, letGo, error, filters, frame },
    again: () => void refetch(),
    steps: pages.steps(data.nextBefore),
    narrow: (part) => {
      pages.toFirst();
      setFilters({ ...filters, ...part });
    },
  };
}
