// A notification that failed for good, as somebody has it sent again.
import type { FailedNotice } from '#lib/rules/alerts/send-again.ts';
import type { Tx } from '#lib/store/client.ts';

export interface StoredNotice extends FailedNotice {
  id: string;
  channelId: string;
  channelName: string;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  problem: string | null;
}

/** Locked until the end of the transaction. */
export async function lockNotice(tx: Tx, id: string): Promise<StoredNotice | undefined> {
  const [found] = await tx.$queryRaw<StoredNotice[]>`
    SELECT n.id, n.kind, n.state, n.attempts, n.problem, c.id AS "channelId", c.name AS "channelName",
      c.kind AS "channelKind", c.removed_at IS NOT NULL AS "channelRemoved",
      coalesce(f.resolved_at, t.answered_at) IS NOT NULL AS over
    FROM notifications n JOIN channels c ON c.id = n.channel_id
      LEFT JOIN firings f ON f.id = n.firing_id LEFT JOIN test_calls t ON t.id = n.call_id
    WHERE n.id = ${id}::uuid FOR UPDATE OF n`;
  return found;
}

/** It waits again, in its place: what came after it in its lane and waits too goes after it. False when it moved meanwhile. */
export async function sendAgainNow(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const { count } = await tx.notification.updateMany({
    where: { id, state: 'failed' },
    data: { state: 'waiting', doneAt: null, nextAt: at, againAt: at, againBy: by },
  });
  return count === 1;
}
