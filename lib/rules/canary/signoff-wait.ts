// Whether an open form still stands: what has changed, who may not sign any more, which figures are missing, and when their absence makes it void.
import { ROLES } from '#lib/catalog/roles.ts';
import { LINE_ROLES, SIGNED_GRACE_SECONDS, type SignoffLine } from '#lib/catalog/signoff-types.ts';
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

/** Whoever has signed a line, with what they work as now; none when they have no access any more. */
export interface LineSigner {
  line: SignoffLine;
  name: string;
  rolesNow: readonly string[];
}

/** A signature says that somebody answers for their line: it stands as long as they could sign it. */
function ofSigners(signers: readonly LineSigner[]): FormDifference[] {
  return signers
    .filter(({ line, rolesNow }) => !LINE_ROLES[line].some((role) => rolesNow.includes(role)))
    .map(({ line, name, rolesNow }) => {
      const was = ROLES[line].label.toLowerCase();
      const is = rolesNow.length === 0 ? 'without access' : `no ${was} any more`;
      return { part: 'signer', what: `${name}, who signed,`, was, is };
    });
}

export function lapsesOf(frozen: FormSnapshot, live: LiveFacts, signers: readonly LineSigner[]): Lapses {
  return {
    changed: [...differencesOf(frozen, live), ...ofSigners(signers)],
    missing: missingFrom(frozen, live),
  };
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
