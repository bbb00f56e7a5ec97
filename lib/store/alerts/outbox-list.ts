// The outbox as people look at it: each channel with what waits, and the notifications page by page.
import type { ChannelKind } from '#lib/catalog/on-call.ts';
import type { Notice, NoticeKind } from '#lib/rules/alerts/notice.ts';
import type { Tx } from '#lib/store/client.ts';

export interface ListedChannel {
  id: string;
  kind: ChannelKind;
  name: string;
  shown: string;
  fromStep: number;
  version: number;
  waiting: number;
  oldestWaitingAt: Date | null;
  lastDeliveredAt: Date | null;
  problem: string | null;
  failed: number;
}

/** In the order in which they were made. `problem`: of the most pressing that waits after an attempt, or of the last when it failed. */
export async function channelStates(tx: Tx): Promise<ListedChannel[]> {
  return tx.$queryRaw<ListedChannel[]>`
    SELECT c.id, c.kind, c.name, c.shown, c.from_step AS "fromStep", c.version, w.waiting,
      w.oldest AS "oldestWaitingAt", d.at AS "lastDeliveredAt", f.failed,
      coalesce(head.problem, CASE WHEN last.state = 'failed' THEN last.problem END) AS problem
    FROM channels c
    CROSS JOIN LATERAL (SELECT count(*)::int AS waiting, min(n.at) AS oldest FROM notifications n
      WHERE n.channel_id = c.id AND n.state = 'waiting') w
    LEFT JOIN LATERAL (SELECT n.problem FROM notifications n
      WHERE n.channel_id = c.id AND n.state = 'waiting' AND n.problem IS NOT NULL
      ORDER BY n.urgency, n.seq LIMIT 1) head ON true
    LEFT JOIN LATERAL (SELECT n.state, n.problem FROM notifications n
      WHERE n.channel_id = c.id AND n.state <> 'waiting' ORDER BY n.seq DESC LIMIT 1) last ON true
    LEFT JOIN LATERAL (SELECT n.done_at AS at FROM notifications n
      WHERE n.channel_id = c.id AND n.state = 'delivered' ORDER BY n.seq DESC LIMIT 1) d ON true
    CROSS JOIN LATERAL (SELECT count(*)::int AS failed FROM (SELECT 1 FROM notifications n WHERE n.channel_id = c.id
      AND n.state = 'failed' AND n.done_at > clock_timestamp() - interval '1 day' ORDER BY n.seq DESC LIMIT 1000) x) f
    WHERE c.removed_at IS NULL ORDER BY c.made_at, c.id`;
}

export interface ListedNotification {
  id: string;
  seq: bigint;
  at: Date;
  kind: NoticeKind;
  content: Notice;
  channelId: string;
  channelKind: ChannelKind;
  channelName: string;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  nextAt: Date;
  doneAt: Date | null;
  problem: string | null;
  channelRemoved: boolean;
  /** What it tells of is over. */
  over: boolean;
}

export interface NotificationFilter {
  before: number | undefined;
  channel: string | undefined;
  state: ListedNotification['state'] | undefined;
  firing: string | undefined;
}

/** Newest first. */
export async function listNotifications(
  tx: Tx,
  { before, channel, state, firing }: NotificationFilter,
  most: number,
): Promise<ListedNotification[]> {
  return tx.$queryRaw<ListedNotification[]>`
    SELECT n.id, n.seq, n.at, n.kind, n.content, n.state, n.attempts, n.next_at AS "nextAt", n.done_at AS "doneAt",
      n.problem, c.id AS "channelId", c.kind AS "channelKind", c.name AS "channelName",
      c.removed_at IS NOT NULL AS "channelRemoved", coalesce(f.resolved_at, t.answered_at) IS NOT NULL AS over
    FROM notifications n JOIN channels c ON c.id = n.channel_id
      LEFT JOIN firings f ON f.id = n.firing_id LEFT JOIN test_calls t ON t.id = n.call_id
    WHERE (${before ?? null}::bigint IS NULL OR n.seq < ${before ?? null}::bigint)
      AND (${channel ?? null}::uuid IS NULL OR n.channel_id = ${channel ?? null}::uuid)
      AND (${state ?? null}::text IS NULL OR n.state = ${state ?? null}::text)
      AND (${firing ?? null}::uuid IS NULL OR n.firing_id = ${firing ?? null}::uuid)
    ORDER BY n.seq DESC LIMIT ${most}`;
}
