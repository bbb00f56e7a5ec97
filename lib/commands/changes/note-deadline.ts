// note-deadline: the time of temporary values or loosened controls has passed; says so, and changes no value.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import { lockPassed, notePassed, type StoredDeadline } from '#lib/store/changes/value-deadlines.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({ changeSetId: uuid });

export const noteDeadline: Command<
  z.output<typeof input>,
  void,
  StoredDeadline[],
  string[],
  ChangedAnswer
> = {
  name: 'note-deadline',
  input,
  body: null,
  load: async (tx, { changeSetId }) => ({
    state: await lockPassed(tx, changeSetId),
    now: await databaseNow(tx),
  }),
  decide: (passed, { changeSetId }) => {
    if (passed.length === 0) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: passed.map(({ id }) => id),
      events: passed.map((deadline) => ({
        kind: 'deadline.passed',
        subject: deadline.switch,
        symbol: deadline.symbol,
        reason: `${deadline.owner.name} was to look at it by ${deadline.until.toISOString()}`,
        details: { kind: deadline.kind, changeSetId, ownerId: deadline.owner.id },
      })),
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'deadline' }],
      answer: { changed: true },
    });
  },
  save: (tx, ids) => notePassed(tx, ids),
};
