// Carries out what an assessment leads to, one write after the other, each once: pressed again after a failure it goes on from there.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { ActionResult } from '#app/_entry/action.ts';
import type { DiffRow } from '#components/diff-preview.tsx';
import type { End } from '#lib/catalog/decision-types.ts';
import type { AssessmentView } from '#lib/contract/assessment.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { StartedRun } from '#lib/contract/runs.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { firstStep } from '#lib/rules/decision-tree.ts';
import { pressLevelAction } from '../../levels/actions.ts';
import { useOutcomes } from '../../outcomes.tsx';
import { setSwitchesAction } from '../../switches/actions.ts';
import { applyStepAction, startRunAction } from '../actions.ts';
import { closeAssessmentAction } from './actions.ts';

const SILENT: ErrorBody['error'] = {
  code: 'outcome_unknown',
  message:
    'The console did not answer, so it is not known whether this happened. Press again: nothing is done twice.',
};

interface Setting {
  switch: string;
  symbol?: string;
  value: WireValue;
}

/** What has been done of the end so far. */
interface Done {
  changeSetId?: string;
  requestId?: string;
  run?: StartedRun;
  /** What was set, kept for the run: once it holds, the diff is empty. */
  settings?: Setting[];
}

function settingsOf(changes: readonly DiffRow[]): Setting[] {
  return changes.map(({ switch: name, symbol, to }) => ({
    switch: name,
    ...(symbol === null ? {} : { symbol }),
    value: to,
  }));
}

/** `level`: the one that holds, as it was shown. */
export function useCarryOut(assessment: AssessmentView, level: number | undefined) {
  const client = useQueryClient();
  const router = useRouter();
  const follow = useOutcomes();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const done = useRef<Done>({});
  const keys = useRef(new Map<string, string>());

  /** The same input keeps its key until it was answered, so that pressing again never does it twice. */
  async function once<I, A>(
    act: (input: I, key?: string) => Promise<ActionResult<A>>,
    input: I,
  ): Promise<A | null> {
    const text = JSON.stringify(input);
    const key = keys.current.get(text) ?? crypto.randomUUID();
    keys.current.set(text, key);
    const result = await act(input, key).catch(() => null);
    if (result?.ok) return result.value;
    if (result && result.error.code !== 'outcome_unknown') keys.current.delete(text);
    setError(result?.error ?? SILENT);
    return null;
  }

  async function setValues(end: End, changes: readonly DiffRow[], reason: string): Promise<boolean> {
    const { changeSetId, requestId } = done.current;
    if (changes.length === 0 || changeSetId || requestId) return true;
    const settings = settingsOf(changes);
    const answer =
      end.action.kind === 'press-level'
        ? await once(pressLevelAction, { level: end.action.level, current: level, reason })
        : await once(setSwitchesAction, { changes: settings, reason });
    if (!answer) return false;
    follow(end.title, answer);
    done.current.settings = settings;
    if (answer.changeSetId) done.current.changeSetId = answer.changeSetId;
    if ('request' in answer && answer.request) done.current.requestId = answer.request.id;
    return true;
  }

  async function startRun({ procedure }: End, reason: string): Promise<boolean> {
    if (procedure === null || done.current.run) return true;
    const started = await once(startRunAction, {
      ...{ procedure, subjectKind: 'assessment' as const, subjectId: assessment.id, reason },
      settings: done.current.settings ?? [],
    });
    if (started) done.current.run = started;
    return started !== null;
  }

  async function takeFirstStep({ action, procedure }: End): Promise<boolean> {
    const step = firstStep(procedure)?.key;
    const { run, changeSetId, requestId } = done.current;
    if (action.kind !== 'first-step' || !step || !run || changeSetId || requestId) return true;
    const answer = await once(applyStepAction, { runId: run.runId, step });
    if (answer?.changeSetId) done.current.changeSetId = answer.changeSetId;
    if (answer?.request) done.current.requestId = answer.request.id;
    return answer !== null;
  }

  async function close(reason: string | undefined): Promise<boolean> {
    const { changeSetId, requestId, run } = done.current;
    const closed = await once(closeAssessmentAction, {
      ...{ assessmentId: assessment.id, changeSetId, requestId, runId: run?.runId, reason },
    });
    if (!closed) return false;
    await Promise.all([
      client.invalidateQueries({ queryKey: ['assessments'] }),
      client.invalidateQueries({ queryKey: ['assessment', assessment.id] }),
    ]);
    return true;
  }

  async function inTurn(...acts: readonly (() => Promise<boolean>)[]): Promise<boolean> {
    setPending(true);
    setError(null);
    let went = true;
    for (const act of acts) {
      went &&= await act();
    }
    setPending(false);
    return went;
  }

  return {
    ...{ pending, error },
    clear: () => setError(null),
    /** Does what the end says, closes the assessment with it, and goes to the run where there is one. */
    go: async (end: End, changes: readonly DiffRow[], reason: string): Promise<void> => {
      const went = await inTurn(
        () => (end.action.kind === 'first-step' ? Promise.resolve(true) : setValues(end, changes, reason)),
        () => startRun(end, reason),
        () => takeFirstStep(end),
        () => close(undefined),
      );
      const { run } = done.current;
      if (went && run) router.push(`/rollback/${run.number}?assessment=${assessment.id}`);
    },
    drop: (reason: string): Promise<boolean> => inTurn(() => close(reason)),
  };
}
