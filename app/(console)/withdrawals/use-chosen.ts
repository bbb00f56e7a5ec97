// What is chosen of the queue to be approved together, and what may be chosen with it.
'use client';
import { useState } from 'react';
import { notApprovable } from '#components/withdrawals/withdrawal-words.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';

export interface Chosen {
  ids: ReadonlySet<string>;
  /** Those of them that can still be approved. */
  picked: readonly WithdrawalView[];
  /** Why it cannot be chosen with the others; null when it can. */
  notChoosable: (row: WithdrawalView) => string | null;
  toggle: (id: string) => void;
  choose: (rows: readonly WithdrawalView[]) => void;
  clear: () => void;
}

export function useChosen(rows: readonly WithdrawalView[], me: { id: string }): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const picked = rows.filter((row) => ids.has(row.withdrawalId) && notApprovable(row, me) === null);
  const [first] = picked;
  return {
    ...{ ids, picked },
    notChoosable: (row) =>
      notApprovable(row, me) ??
      (first && first.rule.key !== row.rule.key ? 'Chosen together are only requests of one rule.' : null),
    toggle: (id) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      setIds(next);
    },
    choose: (chosen) => setIds(new Set(chosen.map(({ withdrawalId }) => withdrawalId))),
    clear: () => setIds(new Set()),
  };
}
