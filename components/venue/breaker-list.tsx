// Circuit breakers as the executors report them: why one tripped and since when, its runbook, its reset and the resumption after it.
'use client';
import { ArrowUpRight } from 'lucide-react';
import { stampShort } from '#components/format-time.ts';
import { StateMark } from '#components/state-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import type { BreakerView } from '#lib/contract/emergency.ts';
import { breakerState } from './executor-words.ts';

type Way = 'reset_breaker' | 'resume_trading';

interface BreakerListProps {
  breakers: readonly BreakerView[];
  /** Database time, ISO. */
  now: string;
  heldBy: (command: Way) => string | null;
  /** Why this person may not start the runbook; null when they may. */
  runbookHeldBy: string | null;
  onAct: (command: Way, breaker: BreakerView) => void;
  onRunbook: (breaker: BreakerView) => void;
}

const NEXT = { clear: null, tripped: 'reset_breaker', reset: 'resume_trading' } as const;
const LABEL = { reset_breaker: 'Reset', resume_trading: 'Resume trading' } as const;

export function BreakerList({ breakers, now, heldBy, runbookHeldBy, onAct, onRunbook }: BreakerListProps) {
  return (
    <ul aria-label="Circuit breakers">
      {breakers.map((one) => {
        const next = NEXT[one.state];
        return (
          <li
            key={`${one.executor} ${one.name}`}
            className="flex min-h-[54px] flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2 text-xs"
          >
            <div className="min-w-0 flex-1 basis-52">
              <p className="flex flex-wrap items-center gap-x-3">
                <span className="num text-sm font-medium">{one.name}</span>
                <StateMark {...breakerState(one)} />
              </p>
              <p className="break-words text-ink-3">
                <span className="num">{one.executor}</span>
                {one.state === 'clear'
                  ? ', nothing halted by it'
                  : `: ${one.reason ?? 'no reason reported'}${one.trippedAt ? `, since ${stampShort(one.trippedAt, now)}` : ''}`}
              </p>
            </div>
            {next ? (
              <span className="flex flex-wrap gap-2">
                <Button
                  disabledReason={runbookHeldBy}
                  onClick={() => onRunbook(one)}
                  aria-label={`Runbook for ${one.name}`}
                >
                  Runbook
                </Button>
                <Button
                  variant="risk"
                  icon={ArrowUpRight}
                  disabledReason={heldBy(next)}
                  onClick={() => onAct(next, one)}
                  aria-label={`${LABEL[next]}: ${one.name}`}
                >
                  {LABEL[next]}
                </Button>
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
