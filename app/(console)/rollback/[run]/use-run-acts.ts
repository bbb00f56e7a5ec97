// What can be done in a run from its screen: each act is sent once, its refusal stands beside the step, and the run is read again.
'use client';
import { useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import type { StepWords } from '#components/runs/run-act.tsx';
import { looksByItself } from '#components/runs/run-words.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { RunBody, RunStepView, StepAnswer } from '#lib/contract/runs.ts';
import {
  addRunNoteAction,
  applyStepAction,
  chooseOptionAction,
  commandStepAction,
  endRunAction,
  passOverStepAction,
  recordFieldsAction,
  signStepAction,
  startObserveAction,
  tickStepAction,
  verifyStepAction,
} from '../actions.ts';

const ACTIONS = {
  ...{
    tick: tickStepAction,
    apply: applyStepAction,
    command: commandStepAction,
    observe: startObserveAction,
  },
  ...{
    verify: verifyStepAction,
    choose: chooseOptionAction,
    record: recordFieldsAction,
    sign: signStepAction,
  },
} as const satisfies Record<RunStepView['kind'], unknown>;

export interface RunError {
  /** Key of the step, or null for the run itself. */
  step: string | null;
  error: ErrorBody['error'];
}

export function useRunActs(body: RunBody) {
  const { run } = body;
  const { pending, error, forget, send, dialog } = useKeyedSend(['run', 'runs']);
  /** Where the last act was pressed: key of a step, or null for the run itself. */
  const [place, setPlace] = useState<string | null>(null);

  async function act<Answer>(
    at: string | null,
    what: string,
    action: ServerAction<Answer>,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Answer | null> {
    if (pending) return null;
    setPlace(at);
    const sent = await send(action, { runId: run.id, ...input }, what);
    return sent?.ok ? sent.value : null;
  }

  function tell(step: RunStepView, answer: StepAnswer): void {
    const id = `run-${run.id}`;
    if (answer.completed) {
      showToast({ id, tone: 'ok', title: `${runName(run.number)} is complete` });
    } else if (answer.request) {
      showToast({ id, tone: 'plain', title: `${step.title}: waits for a second person` });
    } else if (!answer.changed) {
      showToast({ id, tone: 'plain', title: `Not yet: ${answer.found ?? answer.state}` });
    }
  }

  const failed: RunError | null = error && { step: place, error };
  return {
    busy: pending ? (place ?? 'run') : null,
    ...{ failed, dialog, clear: forget },
    act: async (step: RunStepView, words: StepWords): Promise<void> => {
      const action = looksByItself(step) ? verifyStepAction : ACTIONS[step.kind];
      const answer = await act<StepAnswer>(step.key, step.title, action, { step: step.key, ...words });
      if (answer) tell(step, answer);
    },
    passOver: async (step: RunStepView, reason: string): Promise<boolean> =>
      (await act(step.key, 'Pass over', passOverStepAction, { step: step.key, reason })) !== null,
    note: async (text: string): Promise<boolean> =>
      (await act(null, 'Add a note', addRunNoteAction, { text })) !== null,
    end: async (reason: string): Promise<boolean> =>
      (await act(null, 'End the run', endRunAction, { reason })) !== null,
  };
}
