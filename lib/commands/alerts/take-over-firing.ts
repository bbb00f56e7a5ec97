// take-over-firing: from now on this person has the alert in hand.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import type { FiringChange, StoredFiring } from '#lib/store/alerts/firings.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { eventOf, loadFiring, NOTICE, nextStep, thereIs } from './firing-state.ts';
import { changeAndTell } from './tell-firing.ts';

const input = z.strictObject({
  firingId: uuid,
  from: uuid
    .nullable()
    .optional()
    .describe(
      'Who had it when you looked, null for nobody; another one is a conflict. Absent: whoever it is.',
    ),
});

export const takeOverFiring: Command<
  z.output<typeof input>,
  void,
  StoredFiring | undefined,
  FiringChange,
  ChangedAnswer
> = {
  name: 'take-over-firing',
  input,
  body: 'ChangedAnswer',
  load: loadFiring,
  decide: (state, { from }, actor, { now }) => {
    const found = thereIs(state);
    if (!found.ok) return found;
    const firing = found.value;
    const person = personOf(actor);
    if (firing.owner?.id === person.id)
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    if (firing.resolvedAt !== null)
      return fail('conflict', 'It is over: there is nothing left to take over.');
    if (from !== undefined && from !== (firing.owner?.id ?? null)) {
      return fail('conflict', `${firing.owner?.name ?? 'Nobody'} has it now: look again, then take it over.`);
    }
    const confirmed = firing.confirmedAt === null ? { at: now, by: auditActor(actor) } : undefined;
    return ok({
      next: {
        owner: { id: person.id, since: now },
        ...(confirmed ? { confirmed, nextStepAt: nextStep(firing, { confirmedAt: now }) } : {}),
      },
      events: [
        eventOf('alert.taken_over', firing, {
          oldValue: firing.owner?.name ?? null,
          newValue: person.name,
          details: confirmed ? { confirms: true } : {},
        }),
      ],
      effects: [NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, change, firing, actor) => firing !== undefined && changeAndTell(tx, firing, change, actor),
};
