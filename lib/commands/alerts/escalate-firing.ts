// escalate-firing: the next step of the chain is due by the clock of the database; it is told once, in order.
import { z } from 'zod';
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { escalationAhead } from '#lib/rules/alerts/firing.ts';
import { ok } from '#lib/rules/result.ts';
import type { FiringChange, StoredFiring } from '#lib/store/alerts/firings.ts';
import type { Command } from '#lib/write/command.ts';
import { eventOf, loadFiring, NOTICE, thereIs } from './firing-state.ts';
import { changeAndTell } from './tell-firing.ts';

const input = z.strictObject({ firingId: uuid });

export const escalateFiring: Command<
  z.output<typeof input>,
  void,
  StoredFiring | undefined,
  FiringChange,
  ChangedAnswer
> = {
  name: 'escalate-firing',
  input,
  body: null,
  load: loadFiring,
  decide: (state, _asked, _actor, { now }) => {
    const found = thereIs(state);
    if (!found.ok) return found;
    const firing = found.value;
    const ahead = escalationAhead(firing, firing.told);
    const due = ahead.filter(({ at }) => at <= now);
    const last = due.at(-1);
    if (last === undefined) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    const told = last.step + 1;
    return ok({
      next: { told, nextStepAt: escalationAhead(firing, told)[0]?.at ?? null },
      // A worker that was away tells every step that it missed, each for what it is.
      events: due.map(({ step, at }) => {
        const { roles, onCall, why } = ESCALATION[step] ?? { roles: [], onCall: false, why: '' };
        return eventOf('alert.escalated', firing, {
          newValue: String(step + 1),
          details: { step, roles, onCall, why, dueAt: at.toISOString() },
        });
      }),
      effects: [NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, change, firing, actor) => firing !== undefined && changeAndTell(tx, firing, change, actor),
};
