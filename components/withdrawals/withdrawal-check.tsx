// The one thing to know of a withdrawal, with its icon: what keeps it here, or that nothing does.
import clsx from 'clsx';
import { Ban, CircleCheck, CircleX, Hand, TriangleAlert } from 'lucide-react';
import type { CheckWords } from './withdrawal-words.ts';

const ICON = {
  stopped: Ban,
  held: Hand,
  look: TriangleAlert,
  clear: CircleCheck,
  over: CircleX,
} as const satisfies Record<CheckWords['kind'], typeof Ban>;

const TONE = {
  plain: 'text-ink-2',
  ok: 'text-ok-text',
  risk: 'text-risk-text',
  crit: 'text-crit-text',
  safe: 'text-safe-text',
} as const;

export function CheckMark({ check, className }: { check: CheckWords; className?: string }) {
  const Icon = ICON[check.kind];
  return (
    <span className={clsx('inline-flex items-start gap-1.5', className)}>
      <Icon className={clsx('mt-px size-3.5 shrink-0', TONE[check.tone])} aria-hidden="true" />
      <span className={check.tone === 'ok' ? 'text-ink-2' : TONE[check.tone]}>{check.text}</span>
    </span>
  );
}
