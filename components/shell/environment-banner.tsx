// The top 24 px: which environment this is, its revision, the instances in step, how old the figures are. Never dismissed.
'use client';
import clsx from 'clsx';
import { CircleCheck, ClockAlert, TriangleAlert, WifiOff } from 'lucide-react';
import { clock } from '#components/format-time.ts';
import { useNow } from '#components/ui/use-now.ts';
import type { Environment } from '#lib/contract/console.ts';
import { bannerWords, figuresWords, freshnessOf, type Heard, type Link } from './freshness.ts';

interface EnvironmentBannerProps {
  environment: Environment;
  /** Undefined until the first status arrived. */
  heard: Heard | undefined;
  link: Link;
  /** Only the environment: before sign-in there is nothing else to say. */
  quiet?: boolean;
  /** What a screen reader hears of what changes by itself: a sentence each, the same words until it changes. */
  spoken?: readonly string[];
}

const TONE = { plain: 'bg-sunken', risk: 'bg-risk-soft', crit: 'bg-crit-soft' } as const;

const SQUARE = {
  production: 'bg-ink',
  staging: 'border border-ink',
  demo: 'border border-ink bg-linear-to-r from-ink from-50% to-transparent to-50%',
} as const satisfies Record<Environment, string>;

export function EnvironmentBanner({
  environment,
  heard,
  link,
  quiet = false,
  spoken = [],
}: EnvironmentBannerProps) {
  const now = useNow(250);
  const fresh = freshnessOf(heard, link, now ?? heard?.receivedAt ?? 0);
  const words = bannerWords(environment, heard, fresh);
  const instances = heard?.status.instances;
  const behind = instances ? instances.expected - instances.inStep : 0;
  return (
    <section
      aria-label="Environment"
      className={clsx(
        'noprint bar-fixed sticky top-0 z-20 flex h-6 shrink-0 items-center gap-4 border-b border-line px-4 text-2xs whitespace-nowrap text-ink-2',
        TONE[words.tone],
      )}
    >
      <span className="inline-flex items-center gap-2 font-semibold text-ink">
        {words.tone === 'crit' ? <WifiOff className="size-3 text-crit-text" aria-hidden="true" /> : null}
        {words.tone === 'risk' ? <ClockAlert className="size-3 text-risk-text" aria-hidden="true" /> : null}
        {words.tone === 'plain' ? (
          <span aria-hidden="true" className={clsx('size-2 rounded-[2px]', SQUARE[environment])} />
        ) : null}
        {words.word}
      </span>
      {words.says ? <span className="min-w-0 truncate">{words.says}</span> : null}
      {heard ? (
        <span className="hidden text-ink-3 md:inline">
          Configuration revision <span className="num text-ink-2">{heard.status.revision}</span>
        </span>
      ) : null}
      {instances && words.tone !== 'crit' ? (
        <span className="hidden min-w-0 items-center gap-1.5 md:inline-flex">
          {behind === 0 && instances.expected > 0 ? (
            <CircleCheck className="size-3 text-ok-text" aria-hidden="true" />
          ) : (
            <TriangleAlert className="size-3 text-risk-text" aria-hidden="true" />
          )}
          <span className="truncate">
            {instances.inStep} of {instances.expected} instances in step
            {instances.silent.length > 0 ? `, ${silentWords(instances.silent)}` : ''}
          </span>
        </span>
      ) : null}
      <span className="tn ml-auto hidden text-ink-3 md:inline">
        {words.next ? (
          <span className="font-medium text-ink">{words.next}</span>
        ) : heard ? (
          figuresWords(heard, now === null ? null : fresh.figuresAgeMs)
        ) : quiet ? (
          ''
        ) : (
          'Reading the state'
        )}
      </span>
      <span className="num ml-auto md:hidden">
        {words.next ??
          (heard
            ? `${clock(Date.parse(heard.status.now) + Math.max(0, (now ?? heard.receivedAt) - heard.receivedAt))} UTC`
            : '')}
      </span>
      <span role="status" className="sr-only">
        {words.tone === 'crit' ? 'The link is lost. Nothing is sent.' : ''}
        {words.tone === 'risk' ? 'The figures are stale. Raising waits.' : ''}
      </span>
      <span role="status" aria-atomic="false" className="sr-only">
        {spoken.map((sentence) => (
          <span key={sentence}>{sentence} </span>
        ))}
      </span>
    </section>
  );
}

function silentWords(silent: readonly string[]): string {
  return silent.length === 1 ? `${silent[0]} is silent` : `${silent.length} silent`;
}
