// The decision assistant beside a run, or on its own: a symptom to begin with, or the assessment that people are working in.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { List } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { assessmentQuery, assessmentsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import type { ActionResult } from '#app/_entry/action.ts';
import { DecisionAssistant } from '#components/decision-assistant.tsx';
import { SymptomList } from '#components/symptom-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { treeOf } from '#lib/rules/assessment.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../../change-control.tsx';
import { answerQuestionAction, startAssessmentAction, takeBackAnswerAction } from './actions.ts';
import { AssistantEnd } from './assistant-end.tsx';

const NO_ANSWER: ErrorBody['error'] = {
  code: 'unavailable',
  message: 'The console did not answer. Look at what stands here now, then press again.',
};

/** The address names the assessment, so that a link brings a colleague to the same one. */
const PARAM = 'assessment';

function setChosen(id: string | null): void {
  const url = new URL(window.location.href);
  if (id === null) url.searchParams.delete(PARAM);
  else url.searchParams.set(PARAM, id);
  window.history.replaceState(null, '', url);
}

const END = 'the end';

export function DecisionPanel() {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const now = useServerNow();
  const client = useQueryClient();
  const list = useQuery(assessmentsQuery);
  const chosen = useSearchParams().get(PARAM);
  // Where an answer given here leads: that question, or the end, takes the focus. What others do moves nobody's focus.
  const [leadsTo, setLeadsTo] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const one = useQuery({ ...assessmentQuery(chosen ?? ''), enabled: chosen !== null });

  const notMine = notAllowedTo('answer-question', me.roles);
  const heldBy = notMine === null ? cannotSend : `${notMine} You can follow it here.`;

  /** Sends one write; what stands afterwards is read again either way, because somebody else may have been first. */
  async function send<A>(write: () => Promise<ActionResult<A>>): Promise<A | null> {
    if (pending) return null;
    setPending(true);
    setError(null);
    const result = await write().catch(() => null);
    setPending(false);
    if (!result?.ok) setError(result?.error ?? NO_ANSWER);
    await Promise.all([
      client.invalidateQueries({ queryKey: ['assessments'] }),
      client.invalidateQueries({ queryKey: ['assessment'] }),
    ]);
    return result?.ok ? result.value : null;
  }

  if (chosen === null) {
    return (
      <>
        <SymptomList
          symptoms={[...SYMPTOMS.values()]}
          open={list.data?.items.filter((item) => item.closed === null) ?? []}
          now={now}
          heldBy={heldBy}
          pending={pending}
          onStart={(symptom) => {
            void send(() => startAssessmentAction({ symptom })).then((started) => {
              if (!started) return;
              setLeadsTo(treeOf(SYMPTOMS.get(symptom)?.tree ?? '')?.first ?? null);
              setChosen(started.assessmentId);
            });
          }}
          onOpen={(id) => {
            setError(null);
            setChosen(id);
          }}
        />
        <div className="px-4 lg:px-5">
          <FormError error={error} />
        </div>
      </>
    );
  }
  const tree = one.data && treeOf(one.data.assessment.tree);
  if (!one.data || !tree) {
    return (
      <div className="p-5">
        {one.isError ? (
          <ErrorState
            title="This assessment cannot be read now"
            action={{ label: 'Try again', onPress: () => void one.refetch() }}
          >
            {one.error.message}
          </ErrorState>
        ) : (
          <LoadingRows rows={6} label="Reading the assessment" />
        )}
      </div>
    );
  }
  const symptom = SYMPTOMS.get(one.data.assessment.symptom);
  return (
    <DecisionAssistant
      body={one.data}
      tree={tree}
      symptom={symptom}
      now={now}
      heldBy={heldBy}
      leadsTo={leadsTo}
      aside={
        <Button
          variant="ghost"
          icon={List}
          square
          aria-label="All symptoms"
          onClick={() => {
            setError(null);
            setChosen(null);
          }}
        />
      }
      end={
        one.data.assessment.closed ? null : (
          <>
            <FormError error={error} />
            <AssistantEnd
              key={one.data.assessment.id}
              body={one.data}
              tree={tree}
              heldBy={heldBy}
              focus={leadsTo === END}
            />
          </>
        )
      }
      onAnswer={(question, option, replaces) => {
        const input = { assessmentId: chosen, question, option, ...(replaces ? { replaces } : {}) };
        void send(() => answerQuestionAction(input)).then((answered) => {
          if (answered) setLeadsTo(answered.next ?? END);
        });
      }}
      onTakeBack={(answerId) => void send(() => takeBackAnswerAction({ answerId }))}
    />
  );
}
