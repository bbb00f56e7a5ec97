// What rolls a run back by itself: each guard with its figure, its limit, what it brings, and whether it sees.
'use client';
import clsx from 'clsx';
import { Eye, EyeOff, ShieldAlert, ShieldCheck } from 'lucide-react';
import { formatSwitchValue } from '#components/format-value.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import type { CanaryBody, GuardView, WatchView } from '#lib/contract/canary.ts';
import { valueWords, watchWords } from './canary-words.ts';

const STATES = {
  armed: { icon: ShieldCheck, tone: 'text-ok-text', words: 'armed' },
  blind: { icon: EyeOff, tone: 'text-crit-text', words: 'blind' },
  breached: { icon: ShieldAlert, tone: 'text-crit-text', words: 'breached' },
  waits: { icon: Eye, tone: 'text-ink-3', words: 'not armed' },
} as const satisfies Record<GuardView['state'], unknown>;

interface CanaryGuardsProps {
  guards: readonly GuardView[];
  /** The run has ended and is guarded still: what would disarm its guards. */
  leftOver: CanaryBody['disarmsWith'] | null;
  /** Why they act no more, of a run that has ended. */
  disarmed: string | null;
  watch: WatchView | null;
  onChart: (guard: GuardView) => void;
  onReplay: (guard: GuardView) => void;
}

export function CanaryGuards({ guards, leftOver, disarmed, watch, onChart, onReplay }: CanaryGuardsProps) {
  const { words, bad } = watchWords(watch);
  return (
    <Section title="Rolls back by itself if" note={leftOver ? 'still guarded' : null} rule>
      {leftOver ? (
        <p className="mt-1 text-xs text-ink-2">
          The run is over, and what it set is in force: its guards act until that is closed ({leftOver.label}:{' '}
          <span className="num break-words">
            {leftOver.settings
              .map((one) => `${one.switch} ${formatSwitchValue(one.switch, one.value)}`)
              .join(', ')}
          </span>
          ), or a later run sets the same switches.
        </p>
      ) : null}
      {disarmed ? <p className="mt-1 text-xs text-ink-2">Disarmed. {disarmed}</p> : null}
      <ul className="divide-y divide-line">
        {guards.map((guard) => {
          const { icon: Icon, tone, words: state } = STATES[guard.state];
          return (
            <li key={guard.key} className="py-2 text-sm">
              <div className="flex items-center gap-2">
                <Icon className={clsx('size-4 shrink-0', tone)} aria-hidden="true" />
                <button
                  type="button"
                  className="min-w-0 text-left underline decoration-line-strong underline-offset-2 hover:decoration-ink pointer-coarse:min-h-11"
                  onClick={() => onChart(guard)}
                >
                  {guard.title}
                </button>
                <span className={clsx('ml-auto text-xs', tone)}>{state}</span>
              </div>
              <p className="mt-0.5 flex flex-wrap items-center gap-x-2 pl-6 text-xs text-ink-3">
                <span className="num">
                  {valueWords(guard.value, guard.unit)} now, limit {guard.is}{' '}
                  {valueWords(guard.threshold, guard.unit)}
                </span>
                <span>{guard.rollback}</span>
                <Button size="sm" variant="ghost" onClick={() => onReplay(guard)}>
                  Replay the last 7 days
                </Button>
              </p>
              {guard.state === 'blind' ? (
                <p className="pl-6 text-xs text-crit-text">{guard.problem ?? 'No answer of now.'}</p>
              ) : null}
            </li>
          );
        })}
      </ul>
      <p className={clsx('mt-2 text-xs', bad ? 'text-crit-text' : 'text-ink-3')}>{words}</p>
    </Section>
  );
}
