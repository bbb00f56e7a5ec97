// A change's proof of effect in words: what was measured, by how many, who lags. Pure.

import { age, budgetWords, effectTime, effectWords } from '#components/format-time.ts';
import type { EffectView } from '#lib/contract/console.ts';

/** How loud the proof is: measured within budget, still arriving, or something a person has to look at. */
export function effectTone(effect: EffectView): 'quiet' | 'applying' | 'late' | 'partial' {
  if (effect.state === 'partial') return 'partial';
  if (effect.overBudget) return 'late';
  return effect.state === 'applying' ? 'applying' : 'quiet';
}

/** The measured time, or why there is none: `0.47`, `38 ms`, `applying`; `over` when instances miss and the budget is gone. */
export function effectFigure(effect: EffectView): string {
  if (effect.state === 'partial' && effect.overBudget) return 'over';
  if (effect.slowestMs === null) return effect.state === 'applying' ? 'applying' : 'none';
  return effectTime(effect.slowestMs);
}

/** Share of the budget that was used, 0 to 1, for the bullet; over budget fills it. */
export function budgetShare(effect: EffectView): number {
  if (effect.state === 'partial' && effect.overBudget) return 1;
  if (effect.slowestMs === null || effect.budgetMs <= 0) return 0;
  return Math.min(1, effect.slowestMs / effect.budgetMs);
}

/** `router-09 silent for 12 s, router-11 not yet`; empty when none lags. At most three are named. */
export function laggingWords(effect: EffectView): string {
  const named = effect.lagging
    .slice(0, 3)
    .map((one) =>
      one.silentForMs === null ? `${one.id} not yet` : `${one.id} silent for ${age(one.silentForMs)}`,
    );
  const rest = effect.lagging.length - named.length;
  return rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(', ');
}

/** The whole proof as a sentence: `14/14 instances, slowest 38 ms, budget 1 s`. */
export function effectSentence(effect: EffectView): string {
  const count = `${effect.applied}/${effect.expected} instances`;
  const slowest = effect.slowestMs === null ? '' : `, slowest ${effectWords(effect.slowestMs)}`;
  const lagging = laggingWords(effect);
  const fallen = effect.fallen ? `; fell to safe without contact: ${effect.fallen.join(', ')}` : '';
  return `${count}${slowest}, budget ${budgetWords(effect.budgetMs)}${lagging ? `: ${lagging}` : ''}${fallen}`;
}
