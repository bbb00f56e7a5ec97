// The end of an assessment: does what it leads to, one thing after the other, and closes it with what came of it; or drops it.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { switchesQuery } from '#app/_client/queries.ts';
import type { ActionResult } from '#app/_entry/action.ts';
import { planChange } from '#components/change-plan.ts';
import { DecisionEnd } from '#components/decision-end.tsx';
import { notAllowed, offeredReason } from '#components/decision-words.ts';
import type { DiffRow } from '#components/diff-preview.tsx';
import { matrixOf } from '#components/matrix-rows.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import { SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import { assessmentName, type DecisionTree } from '#lib/catalog/decision-types.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { AssessmentBody } from '#lib/contract/assessment.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { answersOf } from '#lib/rules/assessment.ts';
import { walk, wantedBy } from '#lib/rules/decision-tree.ts';
import { useOutcomes } from '../../outcomes.tsx';
import { setSwitchesAction } from '../../switches/actions.ts';
import { closeAssessmentAction } from './actions.ts';

const SILENT: ErrorBody['error'] = {
  code: 'outcome_unknown',
  message:
    'The console did not answer, so it is not known whether this happened. Press again: nothing is done twice.',
};

/** A run that an assessment leads to: which procedure, and what its first step is to set. */
export interface RunRequest {
  procedure: string;
  subjectKind: 'assessment';
  subjectId: string;
  reason: string;
  settings: readonly { switch: string; symbol?: string; value: WireValue }[];
}

export type StartRun = (input: RunRequest, key?: string) => Promise<ActionResult<{ runId: string }>>;

/** What has been done of the end so far: pressed again after a failure, it goes on from there. */
interface Done {
  changeSetId?: string;
  requestId?: string;
  runId?: string;
}

function settingsOf(changes: readonly DiffRow[]): RunRequest['settings'] {
  return changes.map(({ switch: name, symbol, to }) => ({
    switch: name,
    ...(symbol === null ? {} : { symbol }),
    value: to,
  }));
}

interface AssistantEndProps {
  body: AssessmentBody;
  tree: DecisionTree;
  heldBy: string | null;
  /** The last answer was given here. */
  focus: boolean;
  startRun: StartRun;
}

export function AssistantEnd({ body: { assessment }, tree, heldBy, focus, startRun }: AssistantEndProps) {
  const { me, heard } = useConsole();
  const client = useQueryClient();
  const follow = useOutcomes();
  const { data: switches } = useQuery(switchesQuery);
  const [pending, setPending] = useState(false);
  const [dropping, setDropping] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const done = useRef<Done>({});
  // What was set, kept for the run: once it holds, the diff is empty.
  const settings = useRef<RunRequest['settings'] | null>(null);
  const keys = useRef(new Map<string, string>());

  const standing = assessment.answers.filter((answer) => answer.takenBack === null);
  const { end, withinSeconds } = walk(tree, answersOf(standing));
  if (assessment.closed || !switches) return null;

  const matrix = matrixOf(switches.items);
  const plan = planChange(matrix, end ? wantedBy(end, matrix) : []);
  const changes = end?.action.kind === 'procedure' ? [] : plan.changes;
  const name = assessmentName(assessment.number);

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

  async function finish(reason: string | undefined): Promise<boolean> {
    const closed = await once(closeAssessmentAction, {
      assessmentId: assessment.id,
      ...done.current,
      reason,
    });
    if (!closed) return false;
    await Promise.all([
      client.invalidateQueries({ queryKey: ['assessments'] }),
      client.invalidateQueries({ queryKey: ['assessment', assessment.id] }),
    ]);
    return true;
  }

  async function setValues(title: string, reason: string): Promise<boolean> {
    const { changeSetId, requestId } = done.current;
    if (changes.length === 0 || changeSetId || requestId) return true;
    const answer = await once(setSwitchesAction, { changes: settingsOf(changes), reason });
    if (!answer) return false;
    settings.current = settingsOf(changes);
    follow(title, answer);
    if (answer.changeSetId) done.current.changeSetId = answer.changeSetId;
    if (answer.request) done.current.requestId = answer.request.id;
    return true;
  }

  async function run(procedure: string | null, reason: string): Promise<boolean> {
    if (procedure === null || done.current.runId) return true;
    const started = await once(startRun, {
      ...{ procedure, subjectKind: 'assessment' as const, subjectId: assessment.id, reason },
      settings: settings.current ?? settingsOf(changes),
    });
    if (started) done.current.runId = started.runId;
    return started !== null;
  }

  async function go(reason: string): Promise<void> {
    if (!end) return;
    setPending(true);
    setError(null);
    const set = await setValues(end.title, reason);
    if (set && (await run(end.procedure, reason))) await finish(undefined);
    setPending(false);
  }

  return (
    <div className="flex flex-col gap-4">
      {end ? (
        <DecisionEnd
          key={end.key}
          end={end}
          withinSeconds={withinSeconds}
          plan={plan}
          revision={heard?.status.revision ?? switches.revision}
          runs={end.procedure ? (PROCEDURES[end.procedure]?.title ?? null) : null}
          offered={offeredReason(assessment.number, SYMPTOMS.get(assessment.symptom)?.label ?? '', end.title)}
          heldBy={heldBy ?? notAllowed(changes, me.roles)}
          pending={pending}
          error={dropping ? null : error}
          focus={focus}
          onGo={(reason) => void go(reason)}
        />
      ) : null}
      {heldBy ? null : (
        <Button variant="ghost" size="sm" className="-ml-2 self-start" onClick={() => setDropping(true)}>
          Drop {name}
        </Button>
      )}
      {dropping ? (
        <ReasonDialog
          title={`Drop ${name}`}
          says="Nothing comes of it. Its answers and readings are kept."
          button="Drop it"
          offered="False alarm"
          pending={pending}
          error={error}
          onApply={(reason) => {
            setPending(true);
            setError(null);
            void finish(reason).then((closed) => {
              setPending(false);
              if (!closed) return;
              setDropping(false);
              showToast({ id: `assessment-${assessment.id}`, tone: 'plain', title: `${name} is dropped` });
            });
          }}
          onClose={() => {
            setError(null);
            setDropping(false);
          }}
        />
      ) : null}
    </div>
  );
}
