// Samples of criteria and guards over time, thinned out in the database: for sparklines, charts, and the stage before.
import type { Tx } from '#lib/store/client.ts';

/** One figure of a run: a criterion or a guard. */
export interface Figure {
  key: string;
  /** It is judged as its ratio to a baseline: a sample without one says nothing. */
  compared: boolean;
}

export interface Span {
  from: Date;
  to: Date;
  /** At most so many. */
  parts: number;
}

export interface ThinPoint {
  /** Its number since `from`. */
  part: number;
  /** When `value` was measured, or the first of what brought none. */
  at: Date;
  /** The last of the part, as it is judged; null where no round of this part brought one. */
  value: number | null;
  /** Of all samples of the part: no breach is missed in a drawing. */
  low: number | null;
  high: number | null;
  /** The two whose ratio `value` is; null of what is not compared. */
  measured: number | null;
  baseline: number | null;
}

/** Length of one part, s; a round at least. */
export function partSeconds({ from, to, parts }: Span): number {
  return Math.max(15, Math.ceil((to.getTime() - from.getTime()) / 1_000 / parts));
}

/** A figure over a time, in parts; those without any sample are left out. */
export async function seriesOf(
  tx: Tx,
  runId: string,
  { key, compared }: Figure,
  span: Span,
): Promise<ThinPoint[]> {
  const { from, to } = span;
  const seconds = partSeconds(span);
  const rows = await tx.$queryRaw<(Omit<ThinPoint, 'part'> & { bin: Date })[]>`
    SELECT p.bin, coalesce(p.newest, p.oldest) AS at, p.low, p.high,
      CASE WHEN NOT ${compared} THEN s.value ELSE s.value / s.base_value END AS value,
      CASE WHEN ${compared} THEN s.value END AS measured, CASE WHEN ${compared} THEN s.base_value END AS baseline
    FROM (
      SELECT date_bin(make_interval(secs => ${seconds}::float8), at, ${from}) AS bin, min(at) AS oldest,
        max(at) FILTER (WHERE judged IS NOT NULL) AS newest, min(judged) AS low, max(judged) AS high
      FROM (
        SELECT at, CASE WHEN NOT ${compared} THEN value WHEN base_value > 0 THEN value / base_value END AS judged
        FROM canary_samples WHERE run_id = ${runId}::uuid AND key = ${key} AND at BETWEEN ${from} AND ${to}) j
      GROUP BY 1) p
    LEFT JOIN canary_samples s ON s.run_id = ${runId}::uuid AND s.key = ${key} AND s.at = p.newest
    ORDER BY p.bin`;
  return rows.map(({ bin, ...point }) => ({
    part: Math.round((bin.getTime() - from.getTime()) / 1_000 / seconds),
    ...point,
  }));
}

/**
 * For sparklines: each of these at so many moments of a time, what was measured last before it. Looked up, not gathered:
 * a screen asks for all of them every few seconds. Null where the part before the moment brought nothing.
 */
export async function sparksOf(
  tx: Tx,
  runId: string,
  figures: readonly Figure[],
  span: Span,
): Promise<Map<string, (number | null)[]>> {
  const { from, to } = span;
  const seconds = partSeconds(span);
  const rows = await tx.$queryRaw<{ key: string; value: number | null }[]>`
    SELECT f.key, CASE WHEN NOT f.compared THEN l.value WHEN l.base_value > 0 THEN l.value / l.base_value END AS value
    FROM jsonb_to_recordset(${JSON.stringify(figures)}::jsonb) AS f (key text, compared boolean)
      CROSS JOIN generate_series(${to}::timestamptz, ${from}::timestamptz, make_interval(secs => -${seconds}::float8)) AS m (at)
      LEFT JOIN LATERAL (SELECT value, base_value FROM canary_samples WHERE run_id = ${runId}::uuid AND key = f.key
        AND at <= m.at AND at > m.at - make_interval(secs => ${seconds}::float8) AND at >= ${from}
        ORDER BY at DESC LIMIT 1) l ON true
    ORDER BY f.key, m.at`;
  const sparks = new Map<string, (number | null)[]>(figures.map(({ key }) => [key, []]));
  for (const { key, value } of rows) sparks.get(key)?.push(value);
  // Before its first value there is nothing to draw.
  for (const [key, values] of sparks)
    sparks.set(
      key,
      values.slice(
        Math.max(
          0,
          values.findIndex((value) => value !== null),
        ),
      ),
    );
  return sparks;
}

/** The last value of each of these before a moment, as it is judged. */
export async function lastValues(
  tx: Tx,
  runId: string,
  figures: readonly Figure[],
  before: Date,
): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ key: string; value: number }[]>`
    SELECT f.key, CASE WHEN f.compared THEN l.value / l.base_value ELSE l.value END AS value
    FROM jsonb_to_recordset(${JSON.stringify(figures)}::jsonb) AS f (key text, compared boolean),
      LATERAL (SELECT value, base_value FROM canary_samples WHERE run_id = ${runId}::uuid AND key = f.key AND at < ${before}
        AND value IS NOT NULL AND (NOT f.compared OR base_value > 0) ORDER BY at DESC LIMIT 1) l`;
  return new Map(rows.map(({ key, value }) => [key, value]));
}
