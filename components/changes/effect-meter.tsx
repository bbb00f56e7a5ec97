// Measured time to effect against its budget: a bullet with a mark at the budget, and `0.47 / 1 s`.
import clsx from 'clsx';
import { budgetWords, effectWords } from '#components/format-time.ts';
import type { EffectView } from '#lib/contract/console.ts';
import { budgetShare, effectFigure } from './effect-words.ts';

interface EffectMeterProps {
  /** Null: never changed, or by nobody who is still counted; without expected instances nothing could be measured. */
  effect: EffectView | null;
  /** Length of the bullet in px; 0 leaves it out. */
  length?: number;
  /** Say by how much it was late. */
  late?: boolean;
}

export function EffectMeter({ effect, length = 32, late = false }: EffectMeterProps) {
  if (!effect) return <span className="text-ink-3">not measured</span>;
  if (effect.expected === 0) return <span className="text-xs text-ink-3">not measured</span>;
  const full = length - 2;
  const over = effect.overBudget;
  return (
    <span className="inline-flex items-center gap-2">
      {length > 0 ? (
        <svg width={length} height="10" viewBox={`0 0 ${length} 10`} className="shrink-0" aria-hidden="true">
          <rect x="0" y="3.5" width={full} height="3" rx="1" fill="var(--line)" />
          <rect
            x="0"
            y="3.5"
            width={Math.max(effect.slowestMs === null ? 0 : 1.5, full * budgetShare(effect))}
            height="3"
            rx="1"
            fill={over ? 'var(--crit)' : 'var(--ink-2)'}
          />
          <rect x={full} y="0" width="1.5" height="10" fill={over ? 'var(--crit)' : 'var(--ink-3)'} />
        </svg>
      ) : null}
      <span className="num text-xs whitespace-nowrap">
        <span className={clsx(over ? 'text-crit-text' : 'text-ink')}>{effectFigure(effect)}</span>
        <span className="text-ink-3"> / {budgetWords(effect.budgetMs)}</span>
      </span>
      {over ? <span className="sr-only">, over budget</span> : null}
      {late && over && effect.slowestMs !== null && effect.slowestMs > effect.budgetMs ? (
        <span className="chip chip-crit">+{effectWords(effect.slowestMs - effect.budgetMs)}</span>
      ) : null}
    </span>
  );
}
