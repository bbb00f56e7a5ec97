// Approvals that somebody can still take back before anything is sent.
import type { Tx } from '#lib/store/client.ts';
import { type StoredWithdrawal, withdrawalsById } from './withdrawals.ts';

/** Requests this person approved that are not sent yet and whose minute is not over, the newest approval first. */
export async function undoableBy(tx: Tx, personId: string, most: number): Promise<StoredWithdrawal[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT w.id FROM withdrawals w WHERE w.state = 'approved' AND w.send_after > clock_timestamp()
      AND EXISTS (SELECT FROM withdrawal_approvals a
        WHERE a.withdrawal_id = w.id AND a.round = w.round AND a.person_id = ${personId}::uuid)
    ORDER BY w.send_after DESC, w.number LIMIT ${most}`;
  return withdrawalsById(
    tx,
    rows.map(({ id }) => id),
  );
}
