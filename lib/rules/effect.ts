// Proof of effect of one change set, from the receipts of the instances that were expected to apply it.
import type { EffectView } from '#lib/contract/console.ts';
import { SILENT_AFTER_MS } from '#lib/contract/edge.ts';

/** One expected instance: when it was first heard at or beyond the revision (ms since commit), and how long it is silent. */
export interface ExpectedInstance {
  id: string;
  appliedAfterMs: number | null;
  silentForMs: number;
}

/** Milliseconds since the commit at `now`; instances silent for SILENT_AFTER_MS are named as silent. */
export function effectOf(
  instances: readonly ExpectedInstance[],
  budgetMs: number,
  sinceCommitMs: number,
): EffectView {
  let slowestMs: number | null = null;
  let slowestInstance: string | null = null;
  let applied = 0;
  const lagging: { id: string; silentForMs: number | null }[] = [];
  for (const instance of instances) {
    if (instance.appliedAfterMs === null) {
      lagging.push({
        id: instance.id,
        silentForMs: instance.silentForMs > SILENT_AFTER_MS ? instance.silentForMs : null,
      });
      continue;
    }
    applied += 1;
    const ms = Math.max(0, instance.appliedAfterMs);
    if (slowestMs === null || ms > slowestMs) {
      slowestMs = ms;
      slowestInstance = instance.id;
    }
  }
  const late = lagging.length > 0 && sinceCommitMs > budgetMs;
  return {
    state:
      lagging.length === 0 && applied > 0
        ? 'effective'
        : late || instances.length === 0
          ? 'partial'
          : 'applying',
    expected: instances.length,
    applied,
    slowestMs,
    slowestInstance,
    budgetMs,
    overBudget: late || (slowestMs !== null && slowestMs > budgetMs),
    lagging,
  };
}
