// What the log says of the time of a run: pauses and extensions, also of the stages behind it.
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { COURSE_KINDS, type CourseEntry } from '#lib/rules/canary/canary-course.ts';
import type { Tx } from '#lib/store/client.ts';

/** The oldest first. */
export async function courseEntries(
  tx: Tx,
  { id, number }: { id: string; number: number },
): Promise<CourseEntry[]> {
  return tx.$queryRaw<CourseEntry[]>`
    SELECT kind, at, actor_name AS by, reason, (details::jsonb->>'stage')::int AS stage,
      (details::jsonb->>'extendedSeconds')::int AS "extendedSeconds"
    FROM audit_log WHERE subject = ${canaryName(number)} AND kind = ANY(${[...COURSE_KINDS]}::text[])
      AND details::jsonb->>'runId' = ${id} ORDER BY seq`;
}
