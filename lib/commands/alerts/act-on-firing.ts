// act-on-firing: the alert's named action in one change set, authorised beforehand, by a person, or by Bulkhead where the policy says so; where there is none, what somebody did.
import { z } from 'zod';
import { findAlert } from '#lib/catalog/alerts.ts';
import { anyReason, shownPosition, uuid } from '#lib/commands/inputs.ts';
import type { ActedAnswer } from '#lib/contract/alerts.ts';
import { actionOf, reasonOf, switchesOf } from '#lib/rules/alerts/alert-action.ts';
import type { Request } from '#lib/rules/changes/decide-change.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { policyOf } from '#lib/store/alerts/alert-policies.ts';
import { type FiringChange, lockFiring, type StoredFiring } from '#lib/store/alerts/firings.ts';
import { lastSetOf } from '#lib/store/changes/effect.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { eventOf, NOTICE, nextStep, thereIs } from './firing-state.ts';
import { changeAndTell } from './tell-firing.ts';

const input = z.strictObject({
  firingId: uuid,
  reason: anyReason.optional(),
  expected: shownPosition.optional(),
});

interface State extends LockedMatrix {
  firing: StoredFiring | undefined;
  /** The change set that last set a switch of the action: its effect counts where everything holds already. */
  lastSet: string | undefined;
  policy: 'off' | 'propose' | 'execute';
}

interface Next {
  write: PlannedWrite | null;
  change: FiringChange;
}

/** In a drill the press counts and its clock stops; the switches stay as they are. Nor does a deed outside change any. */
function requestsOf(firing: StoredFiring, matrix: Matrix): Result<Request[]> {
  const named = actionOf(firing.alert, firing.labels, matrix);
  const action = firing.alert === null ? undefined : findAlert(firing.alert)?.action;
  if (!action) return ok([]);
  return firing.drill && named.ok ? ok([]) : named;
}

/** What Bulkhead acted on by itself, as it was told: it stands in the log for whoever asks why. */
function evidenceOf({ source, fingerprint, startsAt, labels, annotations }: StoredFiring) {
  return { source, fingerprint, startsAt: startsAt.toISOString(), labels, annotations };
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
    const lastSet = await lastSetOf(tx, switchesOf(firing?.alert ?? null));
    return { state: { ...state, firing, lastSet, policy }, now };
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
    if (actor.kind === 'system' && (firing.drill || state.policy !== 'execute'))
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
    const asks = requestsOf(firing, state.matrix);
    if (!asks.ok) return asks;
    const alert = firing.alert === null ? undefined : findAlert(firing.alert);
    if (!alert?.action && asked.reason === undefined)
      return fail('invalid_reason', 'Say in the reason what you did: this alert has no action of its own.');
    // Absent is the one that is offered; what is sent and makes no sense is refused.
    const reason =
      asked.reason === undefined ? reasonOf(alert?.title ?? firing.title, firing.number) : asked.reason;
    const decided = decideMatrix(
      state,
      {
        requests: asks.value,
        reason,
        terms: { bundle: 'alert' },
      },
      { command: 'act-on-firing', actor, moment },
    );
    if (!decided.ok) return decided;
    const { next: write, events, effects, answer } = decided.value;
    const by = auditActor(actor);
    const { changeSetId } = answer;
    const awaitsId = firing.drill ? null : (changeSetId ?? state.lastSet ?? null);
    const effectiveAt = awaitsId === null ? now : null;
    // Bulkhead acting is nobody who has seen it: that clock and its chain go on.
    const confirms = firing.confirmedAt === null && actor.kind !== 'system';
    const confirmedAt = confirms ? now : firing.confirmedAt;
    const acted = eventOf('alert.acted', firing, {
      ...{ changeSetId, epoch: answer.epoch, revision: answer.revision, reason },
      details: {
        ...{ afterSeconds: Math.round((now.getTime() - firing.firedAt.getTime()) / 1_000) },
        ...(actor.kind === 'system' ? { policy: 'execute', evidence: evidenceOf(firing) } : {}),
        ...(firing.drill ? { drill: true } : changeSetId === null ? { held: true } : {}),
      },
    });
    return ok({
      next: {
        write,
        change: {
          acted: { at: now, by, changeSetId, awaitsId },
          ...(effectiveAt ? { effectiveAt } : {}),
          ...(confirms ? { confirmed: { at: now, by } } : {}),
          nextStepAt: nextStep(firing, { confirmedAt, actedAt: now, effectiveAt }),
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
    return state.firing !== undefined && changeAndTell(tx, state.firing, change, actor);
  },
};
