// confirm-level: the level was observed for its time, and somebody says that the venue is stable.
import { z } from 'zod';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { confirmPress, pressById, type StoredPress } from '#lib/store/levels.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { uuid } from './inputs.ts';

const input = z.strictObject({ pressId: uuid });

export const confirmLevel: Command<
  z.output<typeof input>,
  void,
  StoredPress | undefined,
  string,
  ChangedAnswer
> = {
  name: 'confirm-level',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { pressId }) => ({ state: await pressById(tx, pressId), now: await databaseNow(tx) }),
  decide: (press, _asked, _actor, moment) => {
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
    return ok({
      next: press.id,
      events: [{ kind: 'level.confirmed', subject: `level ${press.level}`, details: { pressId: press.id } }],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'level' }],
      answer: { changed: true },
    });
  },
  save: (tx, id, _state, actor) => confirmPress(tx, id, personOf(actor)),
};
