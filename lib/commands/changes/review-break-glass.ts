// review-break-glass: somebody else looks at what was done by break-glass, and with that raising is free again.
import { z } from 'zod';
import { anyReason, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { mayAgree } from '#lib/rules/changes/second-person.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  lockBreakGlass,
  reviewBreakGlass as review,
  type StoredBreakGlass,
} from '#lib/store/changes/break-glass.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';

const input = z.strictObject({
  breakGlassId: uuid,
  note: anyReason.meta({
    type: 'string',
    description: 'What you found, in one line: goes into the audit log.',
  }),
});

interface Next {
  id: string;
  note: string;
}

export const reviewBreakGlass: Command<
  z.output<typeof input>,
  void,
  StoredBreakGlass | undefined,
  Next,
  ChangedAnswer
> = {
  name: 'review-break-glass',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { breakGlassId }) => ({
    state: await lockBreakGlass(tx, breakGlassId),
    now: await databaseNow(tx),
  }),
  decide: (glass, asked, actor) => {
    if (!glass) return fail('not_found', 'There is no such use of break-glass.');
    if (glass.reviewedName !== null) {
      return fail('conflict', `${glass.reviewedName} has reviewed it already.`);
    }
    if (actor.kind === 'person' && actor.id === glass.person.id) {
      return fail('forbidden', 'You broke the glass: somebody else has to review it.');
    }
    const changes = glass.switches.map((name) => ({ switch: name }));
    const allowed = mayAgree(actor, { requestedBy: glass.person.id, changes });
    if (!allowed.ok) return allowed;
    const note = parseReason(asked.note, false);
    if (!note.ok) return note;
    return ok({
      next: { id: glass.id, note: note.value },
      events: [
        {
          kind: 'break-glass.reviewed',
          subject: glass.incident,
          reason: note.value,
          details: { usedBy: glass.person.name },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: glass.incident }],
      answer: { changed: true },
    });
  },
  save: (tx, { id, note }, _state, actor) => review(tx, id, personOf(actor), note),
};
