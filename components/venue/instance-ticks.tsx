// One tick an instance, filled as it answers, and n/14; those that lag are named.
import clsx from 'clsx';
import { TriangleAlert } from 'lucide-react';
import { effectTone, laggingWords } from '#components/changes/effect-words.ts';
import type { EffectView } from '#lib/contract/console.ts';

interface InstanceTicksProps {
  effect: EffectView | null;
  /** Name the instances that lag. */
  names?: boolean;
}

/** Above this a fleet is drawn as one bar: ticks would be too thin to count. */
const MOST_TICKS = 28;
const WIDTH = 56;

export function InstanceTicks({ effect, names = false }: InstanceTicksProps) {
  if (!effect || effect.expected === 0) return null;
  const { expected, applied } = effect;
  const short = applied < expected;
  const partial = effectTone(effect) === 'partial';
  return (
    <span className={clsx('inline-flex items-center gap-x-1.5 gap-y-0.5', names && 'flex-wrap')}>
      <svg width={WIDTH} height="9" viewBox={`0 0 ${WIDTH} 9`} className="shrink-0" aria-hidden="true">
        {expected > MOST_TICKS ? (
          <>
            <rect width={WIDTH} height="9" rx="1" fill="var(--line)" />
            <rect width={(WIDTH * applied) / expected} height="9" rx="1" fill="var(--ink-2)" />
          </>
        ) : (
          Array.from({ length: expected }, (_, index) => {
            const step = Math.min(4, WIDTH / expected);
            return (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
                key={index}
                x={index * step}
                width={step * 0.625}
                height="9"
                rx="0.75"
                className="transition-[fill] duration-180"
                fill={index < applied ? 'var(--ink-2)' : partial ? 'var(--risk)' : 'var(--line-strong)'}
              />
            );
          })
        )}
      </svg>
      <span className={clsx('num text-xs', short ? 'text-risk-text' : 'text-ink-2')}>
        {applied}/{expected}
      </span>
      <span className="sr-only"> instances applied it</span>
      {names && effect.lagging.length > 0 ? (
        <span className="inline-flex items-center gap-1 text-xs text-risk-text">
          {partial ? <TriangleAlert className="size-3.5" aria-hidden="true" /> : null}
          {laggingWords(effect)}
        </span>
      ) : null}
    </span>
  );
}
