// When an alert calls somebody: once when a P0 is new, once more in the last minute to confirm it. Pure.
import type { AlertsPulse } from '#lib/contract/alert-history.ts';

/**
 * What this browser has called for, as moments of the database: a restored one may give the same numbers again, and its
 * time goes on.
 */
export interface Heeded {
  /** When the newest P0 that was called arrived, ISO; empty before the first. */
  newest: string;
  /** The end of the last minute that was called, ISO; empty before the first. */
  due: string;
}

export const NOTHING_HEEDED: Heeded = { newest: '', due: '' };

const LAST_MINUTE_MS = 60_000;

export type Call = 'new' | 'last-minute' | null;

/** What to call now, and what is heeded afterwards. `now`: server time, ms since 1970. */
export function heed(
  heeded: Heeded,
  { newest, next }: Pick<AlertsPulse, 'newest' | 'next'>,
  now: number,
): { call: Call; heeded: Heeded } {
  if (newest !== null && newest > heeded.newest) return { call: 'new', heeded: { ...heeded, newest } };
  const pressing =
    next !== null &&
    next.clock === 'confirm' &&
    next.dueAt > heeded.due &&
    Date.parse(next.dueAt) - now <= LAST_MINUTE_MS;
  return pressing ? { call: 'last-minute', heeded: { ...heeded, due: next.dueAt } } : { call: null, heeded };
}

const STORED = /^(|\d{4}-\d\d-\d\dT[\d:.]+Z) (|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** What was stored by an earlier page of this browser, or nothing when that is no such thing. */
export function heededFrom(stored: string | null): Heeded {
  const [, newest, due] = STORED.exec(stored ?? '') ?? [];
  return newest === undefined || due === undefined ? NOTHING_HEEDED : { newest, due };
}

export function heededText({ newest, due }: Heeded): string {
  return `${newest} ${due}`;
}
