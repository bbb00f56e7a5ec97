// Which way a change moves the venue: arrow, colour and words together.
import clsx from 'clsx';
import { ArrowDownRight, ArrowUpRight, ChevronRight } from 'lucide-react';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import { ValueText } from './value-text.tsx';

/** `rollback`: the manual's own action that loosens a control. `none`: nothing changes. */
export type Way = 'reducing' | 'raising' | 'rollback' | 'none';

export const WAY_WORDS = {
  reducing: 'Lowers exposure',
  raising: 'Raises exposure',
  rollback: 'Loosens a control',
  none: 'No change',
} as const satisfies Record<Way, string>;

interface DirectionMarkProps {
  way: Way;
  /** Words beside the arrow; otherwise they are only spoken. */
  words?: boolean;
  className?: string;
}

export function DirectionMark({ way, words = false, className }: DirectionMarkProps) {
  const Icon = way === 'none' ? ChevronRight : way === 'reducing' ? ArrowDownRight : ArrowUpRight;
  const ink = way === 'none' ? 'text-ink-3' : way === 'reducing' ? 'text-safe-text' : 'text-risk-text';
  return (
    <span
      className={clsx('inline-flex items-center gap-1.5', className)}
      title={words ? undefined : WAY_WORDS[way]}
    >
      <Icon className={clsx('size-3.5', ink)} aria-hidden="true" />
      <span className={words ? undefined : 'sr-only'}>{WAY_WORDS[way]}</span>
    </span>
  );
}

interface OldToNewProps {
  name: string;
  from: WireValue;
  to: WireValue;
  way: Way;
  /** The new value is the venue's again: an override was removed. */
  inherited?: boolean;
  short?: boolean;
}

/** `$1,000 ↘ $500`, spoken as "from … to …, lowers exposure"; the value a switch came into being with as `first value false`. */
export function OldToNew({ name, from, to, way, inherited = false, short = false }: OldToNewProps) {
  if (way === 'none' && !inherited && sameValue(from, to)) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <span className="text-ink-3">first value</span>
        <ValueText name={name} value={to} short={short} />
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="sr-only">from</span>
      <ValueText name={name} value={from} short={short} className="text-ink-3" />
      <DirectionMark way={way} />
      <span className="sr-only">to</span>
      <ValueText name={name} value={to} short={short} />
      {inherited ? <span className="text-2xs text-ink-3">as the venue</span> : null}
    </span>
  );
}
