// act-on-firing: the alert's named action in one change set, by a person, or by Bulkhead where the policy says so.
import { z } from 'zod';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { ActedAnswer } from '#lib/contract/alerts.ts';
import { actionOf, reasonOf } from '#lib/rules/alert-action.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { policyOf } from '#lib/store/alert-policies.ts';
import { changeFiring, type FiringChange, lockFiring, type StoredFiring } from '#lib/store/firings.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/matrix.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { eventOf, NOTICE, nextStep, thereIs } from './firing-state.ts';
import { anyReason, shownPosition, uuid } from './inputs.ts';

const input = z.strictObject({
  firingId: uuid,
  reason: anyReason.optional(),
  expected: shownPosition.optional(),
});

interface State extends LockedMatrix {
  firing: StoredFiring | undefined;
  policy: 'off' | 'propose' | 'execute';
}

interface Next {
  write: PlannedWrite | null;
  change: FiringChange;
}

export const actOnFiring: Command<z.output<typeof input>, void, State, Next, ActedAnswer> = {
  name: 'act-on-firing',
  input,
  body: 'ActedAnswer',
  lane: 'urgent',
  load: async (tx, { firingId }) => {
    const { state, now } = await lockMatrix(tx);
    const firing = await lockFiring(tx, firingId);
    const policy = firing?.alert ? await policyOf(tx, firing.alert) : 'off';
    return { state: { ...state, firing, policy }, now };
  },
  decide: (state, asked, actor, moment) => {
    const found = thereIs(state.firing);
    if (!found.ok) return found;
    const firing = found.value;
    const { epoch, revision } = state;
    const { now } = moment;
    if (firing.actedAt !== null) {
      const answer = { changed: false, firingId: firing.id, changeSetId: firing.changeSetId };
      return ok({
        next: null,
        events: [],
        effects: [],
        answer: { ...answer, epoch, revision, warnings: [] },
      });
    }
    if (firing.resolvedAt !== null)
      return fail(
        'conflict',
        'It is over: change switches on the Switches screen, with a reason of your own.',
      );
    if (actor.kind === 'system' && state.policy !== 'execute')
      return fail('forbidden', 'The policy of this alert leaves its action to a person.');
    if (asked.expected !== undefined && asked.expected !== `${epoch}.${revision}`) {
      return fail(
        'conflict',
        'Switches have changed since you looked: look at the difference again, then act.',
        {
          epoch,
          revision,
        },
      );
    }
    const requests = actionOf(firing.alert, firing.labels, state.matrix);
    if (!requests.ok) return requests;
    const title = (firing.alert && findAlert(firing.alert)?.title) ?? firing.title;
    const decided = decideMatrix(
      state,
      {
        requests: requests.value,
        // Absent is the one that is offered; what is sent and makes no sense is refused.
        reason: asked.reason === undefined ? reasonOf(title, firing.number) : asked.reason,
        terms: { named: true },
      },
      { command: 'act-on-firing', actor, moment },
    );
    if (!decided.ok) return decided;
    const { next: write, events, effects, answer } = decided.value;
    if (answer.request)
      return fail('conflict', 'This action waits for a second person: ask for it on the Switches screen.');
    const by = auditActor(actor);
    const { changeSetId } = answer;
    // Every value held already: there is nothing to wait for.
    const effectiveAt = changeSetId === null ? now : undefined;
    const confirmed = firing.confirmedAt === null ? { at: now, by } : undefined;
    const acted = eventOf('alert.acted', firing, {
      ...{ changeSetId, epoch: answer.epoch, revision: answer.revision },
      details: {
        ...{ afterSeconds: Math.round((now.getTime() - firing.firedAt.getTime()) / 1_000) },
        ...(actor.kind === 'system' ? { policy: 'execute', labels: Object.fromEntries(firing.labels) } : {}),
        ...(changeSetId === null ? { held: true } : {}),
      },
    });
    return ok({
      next: {
        write,
        change: {
          acted: { at: now, by, changeSetId },
          ...(effectiveAt ? { effectiveAt } : {}),
          ...(confirmed ? { confirmed } : {}),
          nextStepAt: nextStep(firing, {
            confirmedAt: firing.confirmedAt ?? now,
            actedAt: now,
            effectiveAt: effectiveAt ?? null,
          }),
        },
      },
      events: [acted, ...events],
      effects: [...effects, NOTICE],
      answer: {
        ...{ changed: true, firingId: firing.id, changeSetId },
        ...{ epoch: answer.epoch, revision: answer.revision, warnings: answer.warnings ?? [] },
      },
    });
  },
  save: async (tx, { write, change }, state, actor) => {
    if (write && !(await savePlan(tx, write, state, actor))) return false;
    return state.firing !== undefined && changeFiring(tx, state.firing, change);
  },
};
