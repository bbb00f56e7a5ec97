// Whether an open form still stands: what has changed, which figures are missing, and when their absence makes it void.
import { SIGNED_GRACE_SECONDS } from '#lib/catalog/signoff-types.ts';
import type { FormDifference, FormSnapshot, MissingFigure } from '#lib/contract/signoff.ts';
import { differencesOf, type LiveFacts, missingFrom } from './signoff-snapshot.ts';

/** How what was frozen stands against what is now. */
export interface Lapses {
  /** What is not as it was frozen: it is void. */
  changed: readonly FormDifference[];
  /** What nobody can tell: it holds the form up. */
  missing: readonly MissingFigure[];
}

export const NO_LAPSES: Lapses = { changed: [], missing: [] };

export function lapsesOf(frozen: FormSnapshot, live: LiveFacts): Lapses {
  return { changed: differencesOf(frozen, live), missing: missingFrom(frozen, live) };
}

/** When a form that is held up since then becomes void. */
export function holdEnd(since: Date): Date {
  return new Date(since.getTime() + SIGNED_GRACE_SECONDS * 1_000);
}

/** It has waited for as long as it may; it is void if figures are missing still. */
export function hasWaitedOut({ heldSince }: { heldSince: Date | null }, now: Date): boolean {
  return heldSince !== null && now >= holdEnd(heldSince);
}

/** What makes a form void whose figures stayed away: they count as not passing. */
export function asDifferences(missing: readonly MissingFigure[]): FormDifference[] {
  return missing.map(({ what, was, why }) => ({ part: 'verdict', what, was, is: `missing: ${why}` }));
}

/** `Latency, P50: The query finds nothing.` */
export function missingText({ what, why }: MissingFigure): string {
  return `${what}: ${/[.!?]$/.test(why) ? why : `${why}.`}`;
}
