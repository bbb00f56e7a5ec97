// One question of the assistant: number, who answered and when, the possible answers, and the readings it rests on.
'use client';
import clsx from 'clsx';
import { useEffect, useId, useRef } from 'react';
import { stampShort } from '#components/format-time.ts';
import type { ReadingView } from '#lib/contract/assessment.ts';
import { DecisionOption } from './decision-option.tsx';
import type { AssistantStep } from './decision-words.ts';

interface DecisionQuestionProps {
  number: number;
  step: AssistantStep;
  last: boolean;
  /** Database time, ms. */
  now: number;
  /** Readings of this moment, for the open question. */
  readings: readonly ReadingView[];
  held: boolean;
  /** Move the focus here when it becomes the open question. */
  focus: boolean;
  onAnswer: (option: string) => void;
  onTakeBack: (answerId: string) => void;
}

/** With more answers than this, an answered question shows only the one that was given. */
const FEW = 4;

function Readings({ items, now }: { items: readonly ReadingView[]; now: boolean }) {
  return (
    <dl
      aria-label={now ? 'What the venue shows now' : 'What the venue showed'}
      className="mt-1.5 flex flex-wrap gap-x-3 gap-y-0.5 text-2xs text-ink-3"
    >
      {items.map(({ label, value, note }) => (
        <div key={label} className="flex gap-1" title={note ?? undefined}>
          <dt>{label}</dt>
          <dd className={clsx('tn', value === null ? 'italic' : 'font-medium text-ink-2')}>
            {value ?? 'not reported'}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function DecisionQuestion({
  number,
  step,
  last,
  now,
  readings,
  held,
  focus,
  onAnswer,
  onTakeBack,
}: DecisionQuestionProps) {
  const id = useId();
  const answers = useRef<HTMLFieldSetElement>(null);
  const { question, answer, state, suggested } = step;
  const open = state === 'open';
  useEffect(() => {
    if (!focus || !open) return;
    const buttons = answers.current?.querySelectorAll('button');
    const wanted = [...(buttons ?? [])].find((one) => one.dataset.suggested === 'true') ?? buttons?.[0];
    wanted?.focus();
  }, [focus, open]);
  const shown =
    answer && question.options.length > FEW
      ? question.options.filter((option) => option.key === answer.option)
      : question.options;
  const short = question.options.every((option) => option.label.length <= 8);
  return (
    <li className={clsx('relative pl-8', !last && 'pb-4')}>
      {last ? null : (
        <span
          aria-hidden="true"
          className={clsx('absolute top-5 bottom-0 left-[9.5px] w-px', answer ? 'bg-ink-3' : 'bg-line')}
        />
      )}
      <span
        aria-hidden="true"
        className={clsx(
          'num absolute top-0 left-0 inline-flex size-5 items-center justify-center rounded-full text-2xs',
          answer
            ? 'bg-ink font-semibold text-canvas'
            : open
              ? 'border border-ink font-semibold'
              : 'border border-line-strong text-ink-3',
        )}
      >
        {number}
      </span>
      <div className="mb-1.5 flex min-h-5 flex-wrap items-baseline gap-x-2">
        <h3 id={id} className={clsx('text-sm font-medium', state === 'to come' && 'text-ink-2')}>
          {question.title}
        </h3>
        {answer ? (
          <span className="tn ml-auto text-xs text-ink-3">
            {answer.by}, {stampShort(answer.at, now)}
          </span>
        ) : null}
      </div>
      {open ? <p className="mb-1.5 text-xs text-ink-2">{question.help}</p> : null}
      {state === 'to come' ? (
        <p className="text-xs text-ink-3">
          Suggested: {question.options.find((option) => option.key === suggested)?.label ?? 'nothing'}
        </p>
      ) : (
        <fieldset
          ref={answers}
          data-answers=""
          aria-labelledby={id}
          className={clsx(
            'grid gap-1',
            short && 'grid-cols-2',
            short && question.options.length % 3 === 0 && 'sm:grid-cols-3',
          )}
        >
          {shown.map((option) => (
            <DecisionOption
              key={option.key}
              option={option}
              chosen={answer?.option === option.key}
              suggested={suggested === option.key}
              held={held || answer?.option === option.key}
              quiet={answer !== null}
              onChoose={() => onAnswer(option.key)}
            />
          ))}
        </fieldset>
      )}
      {answer || open ? <Readings items={answer?.readings ?? readings} now={open} /> : null}
      {answer && !held ? (
        <button
          type="button"
          onClick={() => onTakeBack(answer.id)}
          className="mt-0.5 text-2xs text-ink-3 underline decoration-line-strong underline-offset-2 hover:text-ink pointer-coarse:min-h-11"
        >
          Take back<span className="sr-only"> the answer to “{question.title}”</span>
        </button>
      ) : null}
      {step.before.map((one) => (
        <p key={one.id} className="mt-1 text-2xs text-ink-3">
          <s>{question.options.find((option) => option.key === one.option)?.label ?? one.option}</s> by{' '}
          {one.by}, {stampShort(one.at, now)}; taken back by {one.takenBack?.by},{' '}
          {stampShort(one.takenBack?.at ?? one.at, now)}
        </p>
      ))}
    </li>
  );
}
