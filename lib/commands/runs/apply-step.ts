// apply-step: the change set of a step, decided like every change of the matrix: at once, or as a request that the step waits for.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { runName, STEP_SUBJECT } from '#lib/catalog/runs.ts';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { REASON_MAX } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { type Run, writeOf } from '#lib/rules/runs/procedure-run.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import { lockRun } from '#lib/store/runs/runs.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import {
  answerOf,
  completion,
  doerOf,
  RUN_CHANGED,
  type StepNext,
  saveMoved,
  stepEvent,
  stepInput,
} from './run-step.ts';

const input = z.strictObject(stepInput);

interface State extends LockedMatrix {
  run: Run | undefined;
  /** Id of the step's row, should it have none yet: a request has to name it. */
  newRow: string;
}

/** `write` is null when every value holds already. */
interface Next extends StepNext {
  write: PlannedWrite | null;
}

export const applyStep: Command<z.output<typeof input>, void, State, Next, StepAnswer> = {
  name: 'apply-step',
  input,
  body: 'StepAnswer',
  lane: 'urgent',
  load: async (tx, { runId }) => {
    // The matrix first, then the run: everybody locks in this order.
    const { state, now } = await lockMatrix(tx);
    return { state: { ...state, run: await lockRun(tx, runId), newRow: randomUUID() }, now };
  },
  decide: (state, asked, actor, moment) => {
    const found = stepFor(state.run, asked.step, ['apply'], 'do', actor);
    if (!found.ok) return found;
    const { run, at, step } = found.value;
    const id = at.stored?.id ?? state.newRow;
    const named = step.settings !== 'from the start';
    const requests = step.settings === 'from the start' ? run.settings : step.settings;
    const reason = `${runName(run.number)}, ${step.title}: ${run.reason}`.slice(0, REASON_MAX);
    const decided = decideMatrix(
      state,
      { requests, reason, terms: { named }, subject: { kind: STEP_SUBJECT, id } },
      { command: 'apply-step', actor, moment },
    );
    if (!decided.ok) return decided;
    const { next: write, events, effects, answer } = decided.value;
    // Done at once: a request that an earlier try waited for has no part in it.
    const change = write
      ? write.kind === 'request'
        ? { state: 'waiting' as const, requestId: write.id, data: {} }
        : { state: 'done' as const, requestId: null, changeSetId: write.id, data: {} }
      : { state: 'done' as const, requestId: null, data: { found: 'Every value held already' } };
    const stored = writeOf(at, moment.now, { id, ...doerOf(actor), ...change });
    return ok({
      next: { run, writes: [stored], write },
      events: [...events, stepEvent(run, at, stored), ...completion(run, [stored])],
      effects: [...effects, RUN_CHANGED],
      answer: answerOf(run, stored, { request: answer.request ?? null }),
    });
  },
  save: async (tx, { write, ...step }, state, actor) =>
    (write === null || (await savePlan(tx, write, state, actor))) && saveMoved(tx, step),
};
