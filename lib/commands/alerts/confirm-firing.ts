// confirm-firing: somebody has seen the alert and has it in hand; its five-minute clock stops.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import type { FiringChange, StoredFiring } from '#lib/store/alerts/firings.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { eventOf, loadFiring, NOTICE, nextStep, thereIs } from './firing-state.ts';
import { changeAndTell } from './tell-firing.ts';

const input = z.strictObject({ firingId: uuid });

export const confirmFiring: Command<
  z.output<typeof input>,
  void,
  StoredFiring | undefined,
  FiringChange,
  ChangedAnswer
> = {
  name: 'confirm-firing',
  input,
  body: 'ChangedAnswer',
  load: loadFiring,
  decide: (state, _asked, actor, { now }) => {
    const found = thereIs(state);
    if (!found.ok) return found;
    const firing = found.value;
    // Twice, or over by itself meanwhile: there is nothing left to confirm, and no reason to frighten anybody.
    if (firing.confirmedAt !== null || firing.resolvedAt !== null)
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    const owns = firing.owner === null && actor.kind === 'person';
    return ok({
      next: {
        confirmed: { at: now, by: auditActor(actor) },
        nextStepAt: nextStep(firing, { confirmedAt: now }),
        ...(owns ? { owner: { id: actor.id, since: now } } : {}),
      },
      events: [
        eventOf('alert.confirmed', firing, {
          details: { afterSeconds: Math.round((now.getTime() - firing.firedAt.getTime()) / 1_000) },
        }),
      ],
      effects: [NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, change, firing, actor) => firing !== undefined && changeAndTell(tx, firing, change, actor),
};
