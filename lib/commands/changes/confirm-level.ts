// confirm-level: the level was observed for its time, every instance follows it, and somebody says that the venue is stable.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { type BehindInstance, everyoneFollows } from '#lib/rules/changes/levels.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { confirmPress, instancesBehind, pressById, type StoredPress } from '#lib/store/changes/levels.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';

const input = z.strictObject({ pressId: uuid });

interface State {
  press: StoredPress | undefined;
  /** Instances that are not known to follow it. */
  behind: readonly BehindInstance[];
}

export const confirmLevel: Command<z.output<typeof input>, void, State, string, ChangedAnswer> = {
  name: 'confirm-level',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { pressId }) => {
    const press = await pressById(tx, pressId);
    return {
      state: { press, behind: press ? await instancesBehind(tx, press.id) : [] },
      now: await databaseNow(tx),
    };
  },
  decide: ({ press, behind }, _asked, _actor, moment) => {
    if (!press) return fail('not_found', 'No such level was pressed.');
    if (press.left) return fail('conflict', `Level ${press.level} was left already.`);
    if (press.confirmedAt) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    const leftMs = press.observeUntil.getTime() - moment.now.getTime();
    if (leftMs > 0) {
      return fail(
        'conflict',
        `Observe it until ${press.observeUntil.toISOString()} first: ${Math.ceil(leftMs / 1_000)} seconds are left.`,
        { observeUntil: press.observeUntil.toISOString() },
      );
    }
    const followed = everyoneFollows(press.level, behind);
    if (!followed.ok) return followed;
    return ok({
      next: press.id,
      events: [{ kind: 'level.confirmed', subject: `level ${press.level}`, details: { pressId: press.id } }],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'level' }],
      answer: { changed: true },
    });
  },
  save: (tx, id, _state, actor) => confirmPress(tx, id, personOf(actor)),
};
