// Notifications: where they go, what waits there and why, and each with its state, newest first.
import { z } from 'zod';
import type { NotificationsBody, NotificationView } from '#lib/contract/on-call.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { before, limit } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { noticeWords } from '#lib/rules/alerts/notice.ts';
import { heldFromSending } from '#lib/rules/alerts/send-again.ts';
import { ok } from '#lib/rules/result.ts';
import { channelStates, type ListedNotification, listNotifications } from '#lib/store/alerts/outbox-list.ts';
import { databaseNow } from '#lib/store/clock.ts';

const STATES = ['waiting', 'delivered', 'failed'] as const;

const input = z.strictObject({
  state: z.enum(STATES, { error: `A state is one of ${STATES.join(', ')}.` }).optional(),
  channel: z.uuid('Name the channel by the id that was shown.').optional(),
  firing: z.uuid('Name the firing by the id that was shown.').optional(),
  before,
  limit,
});

function notificationView(row: ListedNotification): NotificationView {
  const { id, seq, at, kind, content, state, attempts, nextAt, doneAt, problem } = row;
  return {
    ...{ id, seq: Number(seq), at: at.toISOString(), kind, headline: noticeWords(content).headline },
    channel: { id: row.channelId, kind: row.channelKind, name: row.channelName },
    ...{ state, attempts, problem },
    nextAt: state === 'waiting' ? nextAt.toISOString() : null,
    doneAt: doneAt?.toISOString() ?? null,
    heldFromSending: state === 'failed' ? heldFromSending(row) : null,
  };
}

export const readNotifications: Read<z.output<typeof input>, NotificationsBody> = {
  action: 'read-notifications',
  body: 'NotificationsBody',
  input,
  run: async (tx, query) => {
    const filter = { before: query.before, channel: query.channel, state: query.state, firing: query.firing };
    const found = await listNotifications(tx, filter, toRead(query.limit));
    const { rows, nextBefore } = pageOf(found, query.limit, ({ seq }) => String(seq));
    const channels = await channelStates(tx);
    return ok({
      now: (await databaseNow(tx)).toISOString(),
      channels: channels.map((one) => ({
        ...one,
        oldestWaitingAt: one.oldestWaitingAt?.toISOString() ?? null,
        lastDeliveredAt: one.lastDeliveredAt?.toISOString() ?? null,
      })),
      items: rows.map(notificationView),
      nextBefore,
    });
  },
};
