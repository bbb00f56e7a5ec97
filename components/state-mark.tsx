// A state as icon and word, tinted by what it means.
import clsx from 'clsx';
import { CircleCheck, CircleSlash, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react';
import type { StateTone } from '#components/venue/executor-words.ts';

const LOOK: Readonly<Record<StateTone, { icon: LucideIcon; ink: string }>> = {
  ok: { icon: CircleCheck, ink: 'text-ok-text' },
  risk: { icon: TriangleAlert, ink: 'text-risk-text' },
  crit: { icon: OctagonX, ink: 'text-crit-text' },
  plain: { icon: CircleSlash, ink: 'text-ink-3' },
};

interface StateMarkProps {
  tone: StateTone;
  word: string;
  /** In place of the tone's own. */
  icon?: LucideIcon;
}

export function StateMark({ tone, word, icon }: StateMarkProps) {
  const { icon: own, ink } = LOOK[tone];
  const Icon = icon ?? own;
  return (
    <span className="inline-flex items-start gap-1.5">
      <Icon className={clsx('mt-px size-3.5', ink)} aria-hidden="true" />
      <span className={clsx(tone === 'crit' || tone === 'risk' ? ink : tone === 'plain' && 'text-ink-2')}>
        {word}
      </span>
    </span>
  );
}
