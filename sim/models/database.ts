// The exchange's own database as its watch sees it: lost after two probes without an answer, back with the first.

/** Moments are milliseconds since 1970. */
export interface DatabaseWatch {
  readonly up: boolean;
  /** The first probe without an answer; null while it answers. */
  readonly silentSince: number | null;
  readonly probedAt: number;
}

/** Two of these, and the word to the intake, fit into manual 3's two seconds. */
export const PROBE_MS = 500;

export function openDatabaseWatch(now: number): DatabaseWatch {
  return { up: true, silentSince: null, probedAt: now };
}

export function stepDatabaseWatch(before: DatabaseWatch, now: number, answers: boolean): DatabaseWatch {
  if (now - before.probedAt < PROBE_MS) return before;
  if (answers) return openDatabaseWatch(now);
  if (before.silentSince === null) return { ...before, silentSince: now, probedAt: now };
  return { ...before, up: false, probedAt: now };
}
