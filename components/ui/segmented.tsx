// One of a few values, side by side: real radio buttons, so arrow keys and screen readers need no help.
'use client';
import clsx from 'clsx';
import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import { type Ref, useId } from 'react';

export interface Segment {
  value: string;
  label: string;
  /** Which way choosing it would move the venue; drawn as an arrow. */
  move?: 'reducing' | 'raising' | 'none';
}

interface SegmentedProps {
  legend: string;
  /** Words of the legend are shown above; otherwise only spoken. */
  showLegend?: boolean;
  value: string | null;
  segments: readonly Segment[];
  onChange: (value: string) => void;
  mono?: boolean;
  /** The chosen radio button, to receive the focus. */
  focusRef?: Ref<HTMLElement>;
  className?: string;
}

export function Segmented({
  legend,
  showLegend = false,
  value,
  segments,
  onChange,
  mono,
  focusRef,
  className,
}: SegmentedProps) {
  const name = useId();
  return (
    <fieldset className={className}>
      <legend className={showLegend ? 'lbl mb-1' : 'sr-only'}>{legend}</legend>
      <div className="inline-flex min-h-8 max-w-full flex-wrap overflow-hidden rounded-md border border-field bg-surface">
        {segments.map((segment) => {
          const chosen = segment.value === value;
          return (
            <label
              key={segment.value}
              className={clsx(
                'inline-flex min-h-8 grow cursor-pointer items-center gap-1.5 border-l border-line px-3 text-xs font-medium first:border-l-0 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-ink pointer-coarse:min-h-11',
                mono && 'num',
                chosen ? 'bg-ink text-canvas has-focus-visible:outline-canvas' : 'text-ink-2 hover:bg-hover',
              )}
            >
              <input
                ref={chosen ? (focusRef as Ref<HTMLInputElement>) : undefined}
                type="radio"
                className="sr-only"
                name={name}
                value={segment.value}
                checked={chosen}
                onChange={() => onChange(segment.value)}
              />
              {segment.move === 'reducing' && !chosen ? (
                <ArrowDownRight className="size-3.5 text-safe-text" aria-hidden="true" />
              ) : null}
              {segment.move === 'raising' && !chosen ? (
                <ArrowUpRight className="size-3.5 text-risk-text" aria-hidden="true" />
              ) : null}
              {segment.label}
              {segment.move === 'reducing' ? <span className="sr-only">, lowers exposure</span> : null}
              {segment.move === 'raising' ? <span className="sr-only">, raises exposure</span> : null}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
