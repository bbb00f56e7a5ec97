// finish-prevention: what a post-mortem promised is done, says its owner or somebody who works on incidents.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { may } from '#lib/rules/may.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { finishPreventionItem, lockPrevention } from '#lib/store/incidents/post-mortems.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { INCIDENT_CHANGED, incidentEvent } from './incident-state.ts';

const input = z.strictObject({ itemId: uuid.describe('Id of the item, as prevention lists it.') });

interface Next {
  id: string;
  by: { id: string; name: string };
  at: Date;
}

export const finishPrevention: Command<
  z.output<typeof input>,
  void,
  Awaited<ReturnType<typeof lockPrevention>>,
  Next,
  ChangedAnswer
> = {
  name: 'finish-prevention',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { itemId }) => ({ state: await lockPrevention(tx, itemId), now: await databaseNow(tx) }),
  decide: (item, _asked, actor, { now }) => {
    if (!item) return fail('not_found', 'There is no such item of prevention.');
    const by = personOf(actor);
    if (item.owner.id !== by.id && !may(actor, 'save-post-mortem').ok) {
      return fail('forbidden', `${item.owner.name} sees to this one, or somebody who works on incidents.`);
    }
    if (item.doneAt !== null) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { id: item.id, by, at: now },
      events: [
        incidentEvent(
          'prevention.done',
          { id: item.incidentId, number: item.number },
          {
            newValue: item.what,
            details: { itemId: item.id },
          },
        ),
      ],
      effects: [INCIDENT_CHANGED],
      answer: { changed: true },
    });
  },
  save: (tx, { id, by, at }) => finishPreventionItem(tx, id, by, at),
};
