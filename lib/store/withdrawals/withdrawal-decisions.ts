// What was decided about withdrawals: how many wait for it, the newest decisions, and how many there were today.
import type { WithdrawalDecision } from '#lib/contract/withdrawals.ts';
import type { Tx } from '#lib/store/client.ts';
import { type StoredWithdrawal, withdrawalsById } from './withdrawals.ts';

/** Waiting for an approval, or for somebody who looks at the wallet. */
export async function withdrawalsToDecide(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM withdrawals WHERE state IN ('pending', 'unknown')`;
  return row?.count ?? 0;
}

export interface Decided extends Pick<WithdrawalDecision, 'verb' | 'by'> {
  at: Date;
  withdrawal: StoredWithdrawal;
}

/** The newest approvals that still count, holds and rejections, each request once, the newest first. */
export async function newestDecisions(tx: Tx, most: number): Promise<Decided[]> {
  // Two people may have approved one request: twice as many approvals hold enough requests.
  const rows = await tx.$queryRaw<{ id: string; verb: WithdrawalDecision['verb']; at: Date; by: string }[]>`
    SELECT DISTINCT ON (id) id, verb, at, by FROM (
      (SELECT w.id, 'approved' AS verb, a.at, a.person_name AS by
        FROM withdrawal_approvals a JOIN withdrawals w ON w.id = a.withdrawal_id AND w.round = a.round
        WHERE w.decided_at IS NULL ORDER BY a.at DESC LIMIT ${most * 2})
      UNION ALL
      (SELECT id, state, decided_at, decided_name FROM withdrawals
        WHERE decided_at IS NOT NULL ORDER BY decided_at DESC LIMIT ${most})
    ) newest ORDER BY id, at DESC`;
  const newest = rows.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, most);
  const found = await withdrawalsById(
    tx,
    newest.map(({ id }) => id),
  );
  const byId = new Map(found.map((withdrawal) => [withdrawal.id, withdrawal]));
  return newest.flatMap(({ id, verb, at, by }) => {
    const withdrawal = byId.get(id);
    return withdrawal === undefined ? [] : [{ verb, at, by, withdrawal }];
  });
}

/** Requests that were approved, held and rejected since midnight UTC, as they stand now. */
export async function decidedToday(tx: Tx): Promise<{ approved: number; held: number; rejected: number }> {
  const [row] = await tx.$queryRaw<{ approved: number; held: number; rejected: number }[]>`
    WITH today AS (SELECT date_trunc('day', clock_timestamp(), 'UTC') AS at)
    SELECT (SELECT count(DISTINCT w.id)::int FROM withdrawal_approvals a
        JOIN withdrawals w ON w.id = a.withdrawal_id AND w.round = a.round
        WHERE a.at >= (SELECT at FROM today) AND w.approved_at IS NOT NULL AND w.decided_at IS NULL) AS approved,
      count(*) FILTER (WHERE state = 'held')::int AS held,
      count(*) FILTER (WHERE state = 'rejected')::int AS rejected
    FROM withdrawals WHERE decided_at >= (SELECT at FROM today)`;
  return row ?? { approved: 0, held: 0, rejected: 0 };
}
