// Carries out what an assessment leads to, one write after the other, each once: pressed again after a failure it goes on from there.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import type { DiffRow } from '#components/changes/diff-preview.tsx';
import {
  beginEnd,
  type CarriedOut,
  doneOf,
  type SentSetting,
  withPart,
} from '#components/runs/carried-out.ts';
import { assessmentName, type End } from '#lib/catalog/decision-types.ts';
import type { AssessmentView } from '#lib/contract/assessment.ts';
import { firstStep } from '#lib/rules/runs/decision-tree.ts';
import { pressLevelAction } from '../../levels/actions.ts';
import { useOutcomes } from '../../outcomes.tsx';
import { setSwitchesAction } from '../../switches/actions.ts';
import { applyStepAction, startRunAction } from '../actions.ts';
import { closeAssessmentAction } from './actions.ts';

function changesOf(rows: readonly DiffRow[], epoch: number): (SentSetting & { expectedEpoch: number })[] {
  return rows.map(({ switch: name, symbol, to }) => ({
    switch: name,
    ...(symbol === null ? {} : { symbol }),
    ...{ value: to, expectedEpoch: epoch },
  }));
}

/** What an end changes, in the epoch in which it was shown. */
export interface EndChanges {
  rows: readonly DiffRow[];
  epoch: number;
}

/** `level`: the one that holds, as it was shown. */
export function useCarryOut(assessment: AssessmentView, level: number | undefined) {
  const client = useQueryClient();
  const router = useRouter();
  const follow = useOutcomes();
  const { error, forget, send, dialog } = useKeyedSend();
  const [pending, setPending] = useState(false);
  // What a write has done counts for the next one at once; the copy is for the screen.
  const done = useRef<readonly CarriedOut[]>([]);
  const [shown, setShown] = useState(done.current);

  function keep(next: readonly CarriedOut[]): void {
    done.current = next;
    setShown(next);
  }

  async function once<A>(act: ServerAction<A>, input: unknown, what: string): Promise<A | null> {
    const sent = await send(act, input, what);
    return sent?.ok ? sent.value : null;
  }

  async function setValues(end: End, { rows, epoch }: EndChanges, reason: string): Promise<boolean> {
    const { changeSetId, requestId } = doneOf(done.current, end.key) ?? {};
    if (rows.length === 0 || changeSetId || requestId) return true;
    const answer =
      end.action.kind === 'press-level'
        ? await once(pressLevelAction, { level: end.action.level, current: level, reason }, end.title)
        : await once(setSwitchesAction, { changes: changesOf(rows, epoch), reason }, end.title);
    if (!answer) return false;
    follow(end.title, answer);
    keep(
      withPart(done.current, {
        ...(answer.changeSetId ? { changeSetId: answer.changeSetId } : {}),
        ...('request' in answer && answer.request ? { requestId: answer.request.id } : {}),
      }),
    );
    return true;
  }

  async function startRun({ key, procedure }: End, reason: string): Promise<boolean> {
    const { run, settings = [] } = doneOf(done.current, key) ?? {};
    if (procedure === null || run) return true;
    const input = { procedure, subjectKind: 'assessment', subjectId: assessment.id, reason, settings };
    const started = await once(startRunAction, input, 'Start the run');
    if (started) keep(withPart(done.current, { run: started }));
    return started !== null;
  }

  async function takeFirstStep({ key, action, procedure }: End): Promise<boolean> {
    const step = firstStep(procedure)?.key;
    const { run, changeSetId, requestId } = doneOf(done.current, key) ?? {};
    if (action.kind !== 'first-step' || !step || !run || changeSetId || requestId) return true;
    const answer = await once(applyStepAction, { runId: run.runId, step }, 'Take the first step');
    if (!answer) return false;
    keep(
      withPart(done.current, {
        ...(answer.changeSetId ? { changeSetId: answer.changeSetId } : {}),
        ...(answer.request ? { requestId: answer.request.id } : {}),
      }),
    );
    return true;
  }

  /** `of`: what it ended in, where something was done of the end that the answers lead to. */
  async function close(of: CarriedOut | undefined, reason: string | undefined): Promise<boolean> {
    const input = {
      assessmentId: assessment.id,
      ...{ changeSetId: of?.changeSetId, requestId: of?.requestId, runId: of?.run?.runId, reason },
    };
    const closed = await once(closeAssessmentAction, input, `Close ${assessmentName(assessment.number)}`);
    if (!closed) return false;
    await Promise.all([
      client.invalidateQueries({ queryKey: ['assessments'] }),
      client.invalidateQueries({ queryKey: ['assessment', assessment.id] }),
    ]);
    return true;
  }

  async function inTurn(...acts: readonly (() => Promise<boolean>)[]): Promise<boolean> {
    setPending(true);
    forget();
    let went = true;
    for (const act of acts) {
      went &&= await act();
    }
    setPending(false);
    return went;
  }

  return {
    ...{ pending, error, dialog, clear: forget },
    /** What was done and is not closed yet, of this end and of those before it. */
    done: shown,
    /** Does what the end says, closes the assessment with it, and goes to the run where there is one. */
    go: async (
      end: End,
      changes: EndChanges,
      settings: readonly SentSetting[],
      reason: string,
    ): Promise<void> => {
      keep(beginEnd(done.current, end, settings));
      const went = await inTurn(
        () => (end.action.kind === 'first-step' ? Promise.resolve(true) : setValues(end, changes, reason)),
        () => startRun(end, reason),
        () => takeFirstStep(end),
        () => close(doneOf(done.current, end.key), undefined),
      );
      const run = doneOf(done.current, end.key)?.run;
      if (went && run) router.push(`/rollback/${run.number}?assessment=${assessment.id}`);
    },
    /** Closes it with what was done of the end that the answers lead to, which may be nothing. */
    drop: (end: End | null, reason: string): Promise<boolean> =>
      inTurn(() => close(doneOf(done.current, end?.key), reason)),
  };
}
