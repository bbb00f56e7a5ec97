// resolve-firing: somebody says that it is over, where whoever reported it does not (an alert that came by API, a push).
import { z } from 'zod';
import { findAlert } from '#lib/catalog/alerts.ts';
import { anyReason, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import type { FiringChange, StoredFiring } from '#lib/store/alerts/firings.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { eventOf, loadFiring, NOTICE, thereIs } from './firing-state.ts';
import { changeAndTell } from './tell-firing.ts';

const input = z.strictObject({ firingId: uuid, reason: anyReason });

/** What Bulkhead sees for itself is not said away. */
function goesOn({ source, alert, drill }: StoredFiring): boolean {
  const watched = alert === null ? undefined : findAlert(alert)?.source;
  return !drill && source === 'bulkhead' && watched?.kind === 'bulkhead' && watched.over === 'itself';
}

export const resolveFiring: Command<
  z.output<typeof input>,
  void,
  StoredFiring | undefined,
  FiringChange,
  ChangedAnswer
> = {
  name: 'resolve-firing',
  input,
  body: 'ChangedAnswer',
  load: loadFiring,
  decide: (state, asked, actor, { now }) => {
    const found = thereIs(state);
    if (!found.ok) return found;
    const firing = found.value;
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    if (firing.resolvedAt !== null)
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    if (goesOn(firing)) {
      return fail('conflict', 'Bulkhead watches this itself: it is over as soon as its cause is gone.');
    }
    return ok({
      next: { resolved: { at: now, by: personOf(actor).id }, nextStepAt: null },
      events: [eventOf('alert.resolved', firing, { reason: reason.value })],
      effects: [NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, change, firing, actor) => firing !== undefined && changeAndTell(tx, firing, change, actor),
};
