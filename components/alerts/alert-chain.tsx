// Who is told of a P0 when: those who were, the next ones with the time that is left, and those who are spared.
'use client';
import clsx from 'clsx';
import { BellRing, CircleCheck, CircleDashed, CircleSlash } from 'lucide-react';
import type { ServerClock } from '#components/countdown.ts';
import { clock as clockWords, lasting } from '#components/format-time.ts';
import { Section } from '#components/ui/section.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { FiringView } from '#lib/contract/alerts.ts';
import type { ChainStepView } from '#lib/contract/on-call.ts';
import { type ChainStep, chainOf, namesWords } from './alert-words.ts';

const ICON = {
  told: { icon: CircleCheck, ink: 'text-ink-2', words: 'told' },
  next: { icon: BellRing, ink: 'text-crit-text', words: 'next' },
  ahead: { icon: CircleDashed, ink: 'text-ink-3', words: '' },
  spared: { icon: CircleSlash, ink: 'text-ink-3', words: 'not needed' },
} as const satisfies Record<ChainStep['state'], unknown>;

interface AlertChainProps {
  firing: FiringView;
  /** Who is told at each step, by name. */
  chain: readonly ChainStepView[];
  clock: ServerClock;
}

export function AlertChain({ firing, chain, clock }: AlertChainProps) {
  const local = useNow(1_000);
  const now = local === null ? clock.heardAt : local + clock.skewMs;
  const steps = chainOf(firing);
  if (steps.length === 0) return null;
  return (
    <Section title="Escalation" note="who is told when">
      <ol className="mt-1">
        {steps.map(({ at, who, why, state }, index) => {
          const { icon: Icon, ink, words } = ICON[state];
          const names = chain[index];
          const left = Math.ceil((Date.parse(at) - now) / 1_000);
          return (
            <li key={who} className="relative grid grid-cols-[62px_20px_minmax(0,1fr)_auto] items-start py-2">
              <span className={clsx('num text-xs leading-5', state === 'told' ? 'text-ink-2' : 'text-ink-3')}>
                {clockWords(at)}
              </span>
              <span className="relative flex h-full justify-center">
                {index < steps.length - 1 ? (
                  <span aria-hidden="true" className="absolute top-4 -bottom-4 w-px bg-line-strong" />
                ) : null}
                <Icon className={clsx('mt-1 size-3', ink)} aria-hidden="true" />
              </span>
              <span className="pl-1.5">
                <span className={clsx('block text-sm leading-5', state !== 'told' && 'text-ink-2')}>
                  {who}
                </span>
                {names && state !== 'spared' ? (
                  <span
                    className={clsx(
                      'block text-xs leading-4 break-words',
                      names.told.length === 0 || names.nobodyOnCall ? 'text-risk-text' : 'text-ink-2',
                    )}
                  >
                    {namesWords(names)}
                  </span>
                ) : null}
                <span className="block text-xs leading-4 text-ink-3">{index === 0 ? 'at once' : why}</span>
              </span>
              <span
                className={clsx(
                  'num text-xs leading-5',
                  state === 'next' ? 'font-semibold text-crit-text' : 'text-ink-3',
                )}
              >
                {state === 'next' || state === 'ahead' ? (left > 0 ? `in ${lasting(left)}` : 'now') : words}
              </span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
