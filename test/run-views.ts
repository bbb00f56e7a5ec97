// A run as its reader gives it, for tests of what is made of it: one step, one stage, one whole, each as plain as it can be.
import type { RunBody, RunStageView, RunStepKind, RunStepView } from '#lib/contract/runs.ts';

export const RUN_STARTED = '2026-03-19T03:16:30.000Z';

/** An open step that nobody has touched; its key is its kind. */
export function step(kind: RunStepKind, more: Partial<RunStepView> = {}): RunStepView {
  return {
    ...{ key: kind, title: `The ${kind}`, detail: null, kind, state: 'open', optional: false, roles: null },
    ...{ startedAt: null, doneAt: null, doneBy: null, reason: null, evidenceWanted: null, evidence: null },
    ...{ settings: [], changeSetId: null, changes: [], effect: null, request: null, command: null },
    ...{ seconds: null, secondsLeft: null, endsAt: null, breaches: 0, breach: null, figures: [] },
    ...{ finding: null, options: [], option: null, fields: [], sign: null },
    ...more,
  };
}

/** An open stage, 19 of its 30 seconds old. */
export function stage(steps: readonly RunStepView[], more: Partial<RunStageView> = {}): RunStageView {
  return {
    ...{ key: 'stop', title: 'Stop', state: 'open', goalSeconds: 30, elapsedSeconds: 19, anyOrder: false },
    ...{ openedAt: RUN_STARTED, completeAt: null, steps },
    checkpoint: { title: 'Safe', facts: [], passedAt: null },
    ...more,
  };
}

/** RUN-42, four minutes old. */
export function body(stages: readonly RunStageView[], more: Partial<RunBody['run']> = {}): RunBody {
  return {
    ...{ now: '2026-03-19T03:20:33.000Z', source: 'Manual 1', goalSeconds: null, people: [], notes: [] },
    ...{ startedById: 'mara', stages },
    run: {
      ...{ id: '3f0c7a52-9d1e-4b8f-8a55-0d6c1f2e7b90', number: 42, procedure: 'test', kind: 'rollback' },
      ...{ title: 'T', reason: 'R', state: 'active', startedBy: 'Mara', startedAt: RUN_STARTED },
      ...{ overAt: null, endedBy: null, endReason: null, subject: null, settled: 0, steps: 1, next: null },
      ...more,
    },
  };
}
