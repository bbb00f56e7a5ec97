// The rows of what was decided last: what the person can take back first, then what others decided, each request once. Pure.
import type { WithdrawalDecision, WithdrawalsBody } from '#lib/contract/withdrawals.ts';

export interface DecidedRow extends WithdrawalDecision {
  /** Approved by the person who looks. */
  mine: boolean;
}

export function decidedRows(
  { undoable, decided }: Pick<WithdrawalsBody, 'undoable' | 'decided'>,
  me: { id: string },
): DecidedRow[] {
  const mine = undoable.flatMap((withdrawal): DecidedRow[] => {
    const approval = withdrawal.approvals.find(({ by }) => by.id === me.id);
    if (approval === undefined) return [];
    return [{ verb: 'approved', at: approval.at, by: approval.by.name, withdrawal, mine: true }];
  });
  const shown = new Set(mine.map(({ withdrawal }) => withdrawal.withdrawalId));
  const others = decided.filter(({ withdrawal }) => !shown.has(withdrawal.withdrawalId));
  return [...mine, ...others.map((one) => ({ ...one, mine: false }))];
}
