// Where the assistant begins: what somebody sees go wrong, and the assessments that others have open.
'use client';
import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { stamp } from '#components/format-time.ts';
import { Section } from '#components/ui/section.tsx';
import { assessmentName, type Symptom } from '#lib/catalog/decision-types.ts';
import type { AssessmentView } from '#lib/contract/assessment.ts';

interface SymptomListProps {
  symptoms: readonly Symptom[];
  /** Open ones, newest first. */
  open: readonly AssessmentView[];
  now: number;
  heldBy: string | null;
  pending: boolean;
  onStart: (symptom: string) => void;
  onOpen: (assessmentId: string) => void;
}

function standing({ answers }: AssessmentView): string {
  const count = answers.filter((answer) => answer.takenBack === null).length;
  return count === 1 ? '1 answer' : `${count} answers`;
}

export function SymptomList({ symptoms, open, now, heldBy, pending, onStart, onOpen }: SymptomListProps) {
  return (
    <Section
      title="What is wrong?"
      note="It leads to the rollback, with its diff, before anything is pressed."
      className="@container px-4 pt-3 pb-5 lg:px-5"
    >
      {open.length > 0 ? (
        <ul aria-label="Open assessments" className="mt-2 mb-3 border-y border-line">
          {open.map((one) => (
            <li key={one.id} className="border-line not-first:border-t">
              <button
                type="button"
                onClick={() => onOpen(one.id)}
                className="flex min-h-11 w-full items-center gap-2 px-1 text-left text-xs hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">
                    {symptoms.find((symptom) => symptom.key === one.symptom)?.label ?? one.symptom}
                  </span>
                  <span className="tn block text-ink-3">
                    {assessmentName(one.number)}, {one.startedBy}, {stamp(one.startedAt, now)};{' '}
                    {standing(one)}
                  </span>
                </span>
                <span className="text-ink-2">Join</span>
                <ChevronRight className="size-3.5 text-ink-3" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {heldBy ? <p className="mt-1 text-xs text-ink-2">{heldBy}</p> : null}
      <ul className="mt-2 grid grid-cols-1 gap-1 @md:grid-cols-2 @3xl:grid-cols-3">
        {symptoms.map((symptom) => (
          <li key={symptom.key} className="flex">
            <button
              type="button"
              aria-disabled={heldBy !== null || pending || undefined}
              onClick={heldBy !== null || pending ? undefined : () => onStart(symptom.key)}
              className={clsx(
                'flex w-full flex-col rounded-md border border-line px-2.5 py-1.5 text-left text-xs pointer-coarse:min-h-11',
                heldBy === null ? 'hover:bg-hover' : 'cursor-default text-ink-3',
              )}
            >
              <span className="font-medium">{symptom.label}</span>
              <span className="text-ink-3">{symptom.note}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
