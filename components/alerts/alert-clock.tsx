// The two clocks of a P0 by the server's time: large on its own, as bars in a list. They run without the server.
'use client';
import clsx from 'clsx';
import type { ServerClock } from '#components/countdown.ts';
import { useNow } from '#components/ui/use-now.ts';
import type { FiringView } from '#lib/contract/alerts.ts';
import { type ClockTone, clockWords } from './alert-words.ts';

const TEXT = {
  plain: 'text-ink',
  risk: 'text-risk-text',
  crit: 'text-crit-text',
  ok: 'text-ok-text',
} as const satisfies Record<ClockTone, string>;

const FILL = {
  plain: 'bg-ink-2',
  risk: 'bg-risk',
  crit: 'bg-crit',
  ok: 'bg-ok',
} as const satisfies Record<ClockTone, string>;

const KINDS = ['confirm', 'act'] as const;

function useServerTime(clock: ServerClock): number {
  const now = useNow(1_000);
  return now === null ? clock.heardAt : now + clock.skewMs;
}

export function BigClocks({ firing, clock }: { firing: FiringView; clock: ServerClock }) {
  const now = useServerTime(clock);
  return (
    <>
      {KINDS.map((kind) => {
        const { label, text, foot, tone, running, spoken } = clockWords(firing, kind, now);
        return (
          <div key={kind} className="min-w-0">
            <div className="lbl">{label}</div>
            <div
              role={running ? 'timer' : undefined}
              className={clsx('fig text-2xl lg:text-3xl', TEXT[tone])}
            >
              {text}
            </div>
            <div className="text-xs leading-4 text-ink-3">{foot}</div>
            <span className="sr-only" aria-live={tone === 'crit' ? 'assertive' : 'polite'}>
              {spoken}
            </span>
          </div>
        );
      })}
    </>
  );
}

/** Both in a row of the list: how much of each is gone, and what is left. */
export function ClockBars({ firing, clock }: { firing: FiringView; clock: ServerClock }) {
  const now = useServerTime(clock);
  const clocks = KINDS.map((kind) => ({ kind, ...clockWords(firing, kind, now) }));
  return (
    <span className="mt-2 grid grid-cols-2 gap-x-0.5 text-xs">
      {clocks.map(({ kind, share, tone }) => (
        <span key={kind} aria-hidden="true" className="flex h-1.5 overflow-hidden rounded-[1.5px] bg-line">
          <span className={FILL[tone]} style={{ width: `${100 * share}%` }} />
        </span>
      ))}
      {clocks.map(({ kind, label, text, tone }) => (
        <span key={kind} className={clsx('mt-1 text-ink-2', kind === 'act' && 'text-right')}>
          {label} <span className={clsx('num font-semibold', TEXT[tone])}>{text}</span>
        </span>
      ))}
    </span>
  );
}
