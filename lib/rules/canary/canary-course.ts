// How the time of a run went: when it was paused and by how much its stages were extended, from what the log says of it. Pure.

export const COURSE_KINDS = ['canary.paused', 'canary.resumed', 'canary.extended'] as const;

/** An entry of the log, one of COURSE_KINDS. */
export interface CourseEntry {
  kind: string;
  at: Date;
  by: string;
  reason: string | null;
  stage: number;
  /** Of an extension: all of this stage together. */
  extendedSeconds: number | null;
}

export interface Pause {
  stage: number;
  from: Date;
  /** Null while it lasts. */
  to: Date | null;
  by: string;
  reason: string | null;
}

export interface Extension {
  stage: number;
  at: Date;
  /** What this one added. */
  seconds: number;
  by: string;
  reason: string | null;
}

/** `entries` the oldest first; `endedAt` ends a pause that nobody did. */
export function courseOf(
  entries: readonly CourseEntry[],
  endedAt: Date | null,
): { pauses: Pause[]; extensions: Extension[] } {
  const pauses: Pause[] = [];
  const extensions: Extension[] = [];
  const extended = new Map<number, number>();
  for (const { kind, at, by, reason, stage, extendedSeconds } of entries) {
    const open = pauses.at(-1);
    if (kind === 'canary.paused') pauses.push({ stage, from: at, to: null, by, reason });
    else if (kind === 'canary.resumed' && open) open.to = at;
    else if (extendedSeconds !== null) {
      extensions.push({ stage, at, seconds: extendedSeconds - (extended.get(stage) ?? 0), by, reason });
      extended.set(stage, extendedSeconds);
    }
  }
  const last = pauses.at(-1);
  if (last?.to === null) last.to = endedAt;
  return { pauses, extensions };
}
