// abort-canary: somebody ends a run. Its guards are disarmed with it, so what it opened is closed in the same transaction.
import { z } from 'zod';
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { CanaryAnswer } from '#lib/contract/canary.ts';
import { isActive } from '#lib/rules/canary/canary-run.ts';
import { parseReason, REASON_MAX } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import {
  type CanaryMove,
  leaveStage,
  lockCanary,
  moveCanary,
  type StoredCanary,
} from '#lib/store/canary/canary-runs.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, canaryInput, ending } from './canary-state.ts';

const input = z.strictObject({ ...canaryInput, reason: anyReason });

interface State extends LockedMatrix {
  run: StoredCanary | undefined;
}

interface Next {
  write: PlannedWrite | null;
  move: CanaryMove;
  at: Date;
}

export const abortCanary: Command<z.output<typeof input>, void, State, Next, CanaryAnswer> = {
  name: 'abort-canary',
  input,
  body: 'CanaryAnswer',
  lane: 'urgent',
  load: async (tx, { runId }) => {
    const { state, now } = await lockMatrix(tx);
    return { state: { ...state, run: await lockCanary(tx, runId) }, now };
  },
  decide: (state, asked, actor, moment) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const found = canaryFor(state.run, 'abort');
    if (!found.ok) return found;
    const run = found.value;
    const { label, settings } = run.definition.abort;
    // The programme itself names these values, and they lower exposure: whoever may end it may set exactly them.
    const change = decideMatrix(
      state,
      {
        requests: isActive(run) ? settings : [],
        reason: `${canaryName(run.number)} ended: ${reason.value}`.slice(0, REASON_MAX),
        terms: { named: true },
      },
      { command: 'abort-canary', actor, moment },
    );
    if (!change.ok) return change;
    const { next: write, events, effects, answer } = change.value;
    const person = personOf(actor);
    const aborted = canaryEvent('canary.aborted', run, {
      ...{ reason: reason.value, changeSetId: answer.changeSetId },
      details: isActive(run) ? { rollback: label } : {},
    });
    return ok({
      next: {
        ...{ write, at: moment.now },
        move: ending(run, write?.plan.next ?? state.matrix, 'aborted', {
          ...{ at: moment.now, by: person, reason: reason.value },
        }),
      },
      events: [aborted, ...events],
      effects: [...effects, CANARY_CHANGED],
      answer: { changed: true, state: 'aborted', changeSetId: answer.changeSetId },
    });
  },
  save: async (tx, { write, move, at }, state, actor) => {
    if (write && !(await savePlan(tx, write, state, actor))) return false;
    if (state.run === undefined || !(await moveCanary(tx, state.run, move))) return false;
    await leaveStage(tx, state.run.id, at);
    return true;
  },
};
