// The last test page: everybody who was called, who answered when, and answering for them on screen.
'use client';
import { Check } from 'lucide-react';
import { stampShort } from '#components/format-time.ts';
import { StateMark } from '#components/state-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import type { TestCallView, TestPageView } from '#lib/contract/on-call.ts';
import { answerWords, reachWords } from './on-call-words.ts';

interface TestPagePanelProps {
  pages: readonly TestPageView[];
  now: string;
  /** Why this person can answer nothing now; null when they can. */
  heldBy: string | null;
  pending: boolean;
  onAnswer: (call: TestCallView) => void;
}

export function TestPagePanel({ pages, now, heldBy, pending, onAnswer }: TestPagePanelProps) {
  const [last, ...earlier] = pages;
  if (!last)
    return (
      <EmptyState title="No test page was sent yet">
        It calls every contact and whoever is on call. Nothing is wrong: each only answers.
      </EmptyState>
    );
  return (
    <>
      <p className="tn py-1 text-xs text-ink-3">
        T-{last.number}, {stampShort(last.at, now)} UTC by {last.by}: {last.reason}
      </p>
      <ul>
        {last.calls.map((call) => (
          <li key={call.id} className="flex items-start gap-3 border-b border-line py-2 text-xs">
            <div className="min-w-0 flex-1">
              <p className="font-medium break-words">{call.contact}</p>
              <p className="break-words text-ink-3">
                {[call.severity, reachWords(call)].filter(Boolean).join(', ')}
              </p>
              <p className="mt-0.5">
                <StateMark tone={call.answeredAt ? 'ok' : 'plain'} word={answerWords(call, last.at)} />
              </p>
            </div>
            {call.answeredAt === null ? (
              <Button
                size="sm"
                variant="ink"
                icon={Check}
                busy={pending}
                disabledReason={heldBy}
                onClick={() => onAnswer(call)}
                aria-label={`Answer for ${call.contact}`}
              >
                Answer
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {earlier.length > 0 ? (
        <ul aria-label="Earlier test pages" className="mt-2 text-xs text-ink-3">
          {earlier.map((page) => (
            <li key={page.id} className="tn">
              T-{page.number}, {stampShort(page.at, now)}:{' '}
              {page.calls.filter(({ answeredAt }) => answeredAt !== null).length} of {page.calls.length}{' '}
              answered
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
