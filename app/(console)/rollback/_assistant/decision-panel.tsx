// The decision assistant beside a run, or on its own: a symptom to begin with, or the assessment that people are working in.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { List } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { assessmentQuery, assessmentsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import { DecisionAssistant } from '#components/runs/decision-assistant.tsx';
import { SymptomList } from '#components/runs/symptom-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { treeOf } from '#lib/rules/runs/assessment.ts';
import { useChangeControl } from '../../change-control.tsx';
import { answerQuestionAction, startAssessmentAction, takeBackAnswerAction } from './actions.ts';
import { AssistantEnd } from './assistant-end.tsx';

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
  const { pending, error, forget, send, dialog } = useKeyedSend();
  const one = useQuery({ ...assessmentQuery(chosen ?? ''), enabled: chosen !== null });

  const notMine = notAllowedTo('answer-question', me.roles);
  const heldBy = notMine === null ? cannotSend : `${notMine} You can follow it here.`;

  /** Sends one write; what stands afterwards is read again either way, because somebody else may have been first. */
  async function write<A>(act: ServerAction<A>, input: unknown, what: string): Promise<A | null> {
    if (pending) return null;
    const sent = await send(act, input, what);
    await Promise.all([
      client.invalidateQueries({ queryKey: ['assessments'] }),
      client.invalidateQueries({ queryKey: ['assessment'] }),
    ]);
    return sent?.ok ? sent.value : null;
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
            void write(startAssessmentAction, { symptom }, 'Begin').then((started) => {
              if (!started) return;
              setLeadsTo(treeOf(SYMPTOMS.get(symptom)?.tree ?? '')?.first ?? null);
              setChosen(started.assessmentId);
            });
          }}
          onOpen={(id) => {
            forget();
            setChosen(id);
          }}
        />
        <div className="px-4 lg:px-5">
          <FormError error={error} />
        </div>
        {dialog}
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
            forget();
            setChosen(null);
          }}
        />
      }
      end={
        one.data.assessment.closed ? null : (
          <>
            <FormError error={error} />
            {dialog}
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
        void write(answerQuestionAction, input, 'Answer').then((answered) => {
          if (answered) setLeadsTo(answered.next ?? END);
        });
      }}
      onTakeBack={(answerId) => void write(takeBackAnswerAction, { answerId }, 'Take it back')}
    />
  );
}
