// The decision assistant: numbered questions with answers, who gave them and what they rested on, down to the one action.
'use client';
import type { ReactNode } from 'react';
import { stamp } from '#components/format-time.ts';
import { assessmentName, type DecisionTree, type Symptom } from '#lib/catalog/decision-types.ts';
import type { AssessmentBody } from '#lib/contract/assessment.ts';
import { DecisionQuestion } from './decision-question.tsx';
import { stepsOf } from './decision-words.ts';

interface DecisionAssistantProps {
  body: AssessmentBody;
  tree: DecisionTree;
  symptom: Symptom | undefined;
  now: number;
  /** Why nobody here can answer; null when they can. */
  heldBy: string | null;
  /** Key of the question that an answer given here leads to: it takes the focus as it comes up. */
  leadsTo: string | null;
  /** What the answers lead to, under the last question. */
  end: ReactNode;
  /** At the right of the heading, such as a way back to the list. */
  aside?: ReactNode;
  onAnswer: (question: string, option: string, replaces?: string) => void;
  onTakeBack: (answerId: string) => void;
}

const OUTCOMES = { acted: 'Acted on', watched: 'Watched', dropped: 'Dropped' } as const;

export function DecisionAssistant({
  body: { assessment, readings },
  tree,
  symptom,
  now,
  heldBy,
  leadsTo,
  end,
  aside,
  onAnswer,
  onTakeBack,
}: DecisionAssistantProps) {
  const steps = stepsOf(tree, assessment, symptom);
  const answered = steps.filter((step) => step.answer).length;
  const { closed } = assessment;
  return (
    <section aria-label="Decision assistant" className="flex flex-col px-4 pt-3 pb-5 lg:px-5">
      <div className="mb-1 flex min-h-8 flex-wrap items-center gap-x-3">
        <h2 className="h-sec">{symptom?.label ?? tree.title}</h2>
        <span role="status" className="text-xs text-ink-3">
          {answered} of {steps.length} answered
        </span>
        {aside ? <span className="ml-auto">{aside}</span> : null}
      </div>
      <p className="tn mb-3 text-xs text-ink-3">
        {assessmentName(assessment.number)}, begun by {assessment.startedBy},{' '}
        {stamp(assessment.startedAt, now)}.{' '}
        {closed
          ? `${OUTCOMES[closed.outcome]} by ${closed.by}, ${stamp(closed.at, now)}${closed.reason ? `: ${closed.reason}` : ''}.`
          : tree.source}
      </p>
      {heldBy && !closed ? <p className="mb-3 text-xs text-ink-2">{heldBy}</p> : null}
      <ol>
        {steps.map((step, index) => (
          <DecisionQuestion
            key={step.question.key}
            number={index + 1}
            step={step}
            last={index === steps.length - 1}
            now={now}
            readings={readings}
            held={heldBy !== null || closed !== null}
            focus={leadsTo === step.question.key}
            onAnswer={(option) => onAnswer(step.question.key, option, step.answer?.id)}
            onTakeBack={onTakeBack}
          />
        ))}
      </ol>
      {end ? <div className="mt-4 border-t border-line pt-4">{end}</div> : null}
    </section>
  );
}
