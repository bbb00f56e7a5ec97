// Proof of effect of one change set, from the receipts of the instances that were expected to apply it.
import { findSwitch } from '#lib/catalog/switches.ts';
import type { EffectView } from '#lib/contract/console.ts';
import { SILENT_AFTER_MS } from '#lib/contract/edge.ts';

/** One expected instance: when it was first heard at or beyond the revision (ms since commit), and how long it is silent. */
export interface ExpectedInstance {
  id: string;
  appliedAfterMs: number | null;
  silentForMs: number;
}

/**
 * When a silent instance has let go of all these switches by its fail mode, ms of silence; null when it holds one of
 * them for ever.
 */
export function failDeadlineMs(names: readonly string[]): number | null {
  let latest = 0;
  for (const name of names) {
    const failMode = findSwitch(name)?.failMode;
    if (failMode?.kind !== 'fall') return null;
    latest = Math.max(latest, failMode.afterMs);
  }
  return names.length > 0 ? latest : null;
}

/**
 * Milliseconds since the commit at `now`; instances silent for SILENT_AFTER_MS are named as silent. One that is silent
 * beyond `failAfterMs` has fallen to the safe values: it is named, but no longer expected to apply the change.
 */
export function effectOf(
  all: readonly ExpectedInstance[],
  budgetMs: number,
  sinceCommitMs: number,
  failAfterMs: number | null = null,
): EffectView {
  const hasFallen = ({ appliedAfterMs, silentForMs }: ExpectedInstance): boolean =>
    appliedAfterMs === null && failAfterMs !== null && silentForMs >= failAfterMs;
  const fallen = all.filter(hasFallen).map(({ id }) => id);
  const instances = all.filter((instance) => !hasFallen(instance));
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
    ...(fallen.length > 0 ? { fallen } : {}),
  };
}
