// see-rejected: somebody has looked at the parts of deliveries that made no sense; the board stops showing them.
import { z } from 'zod';
import { seenUntil } from '#lib/commands/inputs.ts';
import type { SeenAnswer } from '#lib/contract/alert-history.ts';
import { ok } from '#lib/rules/result.ts';
import { lockRejected, noteSeen, type RejectedPart } from '#lib/store/alerts/rejected-alerts.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { NOTICE } from './firing-state.ts';

const input = z.strictObject({
  until: seenUntil('Only those that were rejected by then: what nobody has seen stays.'),
});

interface Next {
  parts: readonly RejectedPart[];
  personId: string;
  at: Date;
}

export const seeRejected: Command<z.output<typeof input>, void, RejectedPart[], Next, SeenAnswer> = {
  name: 'see-rejected',
  input,
  body: 'SeenAnswer',
  load: async (tx, { until }) => ({ state: await lockRejected(tx, until), now: await databaseNow(tx) }),
  decide: (parts, _asked, actor, { now }) => {
    if (parts.length === 0) return ok({ next: null, events: [], effects: [], answer: { seen: 0 } });
    const deliveries = [...new Set(parts.map(({ deliveryId }) => deliveryId))];
    return ok({
      next: { parts, personId: personOf(actor).id, at: now },
      events: [
        {
          ...{ kind: 'alert.rejected_seen', subject: 'deliveries' },
          details: { count: parts.length, deliveries: deliveries.slice(0, 100) },
        },
      ],
      effects: [NOTICE],
      answer: { seen: parts.length },
    });
  },
  save: (tx, next) => noteSeen(tx, next),
};
