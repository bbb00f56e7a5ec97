// What can be done in a run from its screen: each act is sent once, its refusal stands beside the step, and the run is read again.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Send, useStepUp } from '#app/_client/step-up.tsx';
import type { ActionResult } from '#app/_entry/action.ts';
import type { StepWords } from '#components/run-act.tsx';
import { looksByItself } from '#components/run-words.ts';
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
  const client = useQueryClient();
  const stepUp = useStepUp();
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<RunError | null>(null);

  /** One key for one press: a proof that is asked for meanwhile sends the very same again. */
  async function send<Answer>(
    place: string | null,
    what: string,
    act: (key: string, proof?: Parameters<Send<Answer>>[0]) => Promise<ActionResult<Answer>>,
  ): Promise<Answer | null> {
    if (busy !== null) return null;
    const key = crypto.randomUUID();
    setBusy(place ?? 'run');
    setFailed(null);
    const result = await stepUp.run<Answer>((proof) => act(key, proof), what);
    setBusy(null);
    if (result && !result.ok) setFailed({ step: place, error: result.error });
    await Promise.all([
      client.invalidateQueries({ queryKey: ['run'] }),
      client.invalidateQueries({ queryKey: ['runs'] }),
    ]);
    return result?.ok ? result.value : null;
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

  return {
    busy,
    failed,
    dialog: stepUp.dialog,
    clear: () => setFailed(null),
    act: async (step: RunStepView, words: StepWords): Promise<void> => {
      const action = looksByItself(step) ? verifyStepAction : ACTIONS[step.kind];
      const input = { runId: run.id, step: step.key, ...words };
      const answer = await send(step.key, step.title, (key, proof) => action(input, key, proof));
      if (answer) tell(step, answer);
    },
    passOver: async (step: RunStepView, reason: string): Promise<boolean> => {
      const input = { runId: run.id, step: step.key, reason };
      return (await send(step.key, 'Pass over', (key) => passOverStepAction(input, key))) !== null;
    },
    note: async (text: string): Promise<boolean> =>
      (await send(null, 'Add a note', (key) => addRunNoteAction({ runId: run.id, text }, key))) !== null,
    end: async (reason: string): Promise<boolean> =>
      (await send(null, 'End the run', (key) => endRunAction({ runId: run.id, reason }, key))) !== null,
  };
}
