// remove-override: an override is taken back; the rota says again who is on call.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  lockRota,
  overridesAfter,
  removeStoredOverride,
  type StoredOverride,
} from '#lib/store/alerts/rota.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { ON_CALL_NOTICE } from './on-call-inputs.ts';
import { arranges } from './on-call-state.ts';

const input = z.strictObject({ overrideId: uuid });

interface Next {
  id: string;
  by: string;
  at: Date;
}

export const removeOverride: Command<
  z.output<typeof input>,
  void,
  StoredOverride | undefined,
  Next,
  ChangedAnswer
> = {
  name: 'remove-override',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { overrideId }) => {
    await lockRota(tx);
    const now = await databaseNow(tx);
    return { state: (await overridesAfter(tx, now)).find(({ id }) => id === overrideId), now };
  },
  decide: (found, _asked, actor, { now }) => {
    if (!found) return fail('not_found', 'There is no such override, or it is over.');
    const by = personOf(actor);
    if (by.id !== found.personId && by.id !== found.madeById && !arranges(actor))
      return fail(
        'forbidden',
        'Whoever it is about or whoever made it takes it back, or a risk manager or super admin.',
      );
    return ok({
      next: { id: found.id, by: by.id, at: now },
      events: [
        {
          ...{ kind: 'on_call.override_removed', subject: found.personName },
          oldValue: `${found.from.toISOString()} to ${found.until.toISOString()}`,
          details: { overrideId: found.id, personId: found.personId },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, { id, by, at }) => removeStoredOverride(tx, id, by, at),
};
