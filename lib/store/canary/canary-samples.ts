// Samples of criteria and guards: filed once a round, counted over a window; and how Prometheus is.
import type { Measured, Sample } from '#lib/rules/canary/criterion.ts';
import type { Tx } from '#lib/store/client.ts';

export interface NewSample extends Sample {
  runId: string;
  key: string;
}

/**
 * Files what a round found. What another worker measured in the same round stays; where it had no answer, one that has fills
 * the round, if it files in time.
 */
export async function fileSamples(tx: Tx, samples: readonly NewSample[]): Promise<void> {
  if (samples.length === 0) return;
  const rows = samples.map(({ runId, key, at, value, count, baseline, problem }) => ({
    ...{ run_id: runId, key, at, value, count, problem },
    ...{ base_value: baseline?.value ?? null, base_count: baseline?.count ?? null },
    age_gap_seconds: baseline?.ageGapSeconds ?? null,
  }));
  await tx.$executeRaw`
    INSERT INTO canary_samples (run_id, key, at, value, count, base_value, base_count, age_gap_seconds, problem)
    SELECT run_id, key, at, value, count, base_value, base_count, age_gap_seconds, problem
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (run_id uuid, key text, at timestamptz, value float8,
      count float8, base_value float8, base_count float8, age_gap_seconds float8, problem text)
    ON CONFLICT (run_id, key, at) DO UPDATE SET value = excluded.value, count = excluded.count,
      base_value = excluded.base_value, base_count = excluded.base_count, age_gap_seconds = excluded.age_gap_seconds,
      problem = NULL
    WHERE canary_samples.value IS NULL AND excluded.value IS NOT NULL
      AND excluded.at >= clock_timestamp() - interval '1 minute'`;
}

interface SampleRow {
  key: string;
  at: Date;
  value: number | null;
  count: number | null;
  baseValue: number | null;
  baseCount: number | null;
  ageGapSeconds: number | null;
  problem: string | null;
}

function sampleOf(row: SampleRow): Sample {
  const { at, value, count, baseValue, baseCount, ageGapSeconds, problem } = row;
  const known = baseValue !== null || baseCount !== null || ageGapSeconds !== null;
  const baseline = known ? { value: baseValue, count: baseCount, ageGapSeconds } : null;
  return { at, value, count, baseline, problem };
}

/** What is stored of each of these, since the beginning of its window. */
export async function measured(
  tx: Tx,
  runId: string,
  windows: readonly { key: string; since: Date }[],
): Promise<Map<string, Measured>> {
  const found = new Map<string, Measured>(
    windows.map(({ key, since }) => [key, { latest: undefined, good: 0, since }]),
  );
  if (windows.length === 0) return found;
  const rows = await tx.$queryRaw<(SampleRow & { good: number })[]>`
    SELECT w.key, n.good::int AS good, l.at, l.value, l.count, l.base_value AS "baseValue", l.base_count AS "baseCount",
      l.age_gap_seconds AS "ageGapSeconds", l.problem
    FROM jsonb_to_recordset(${JSON.stringify(windows)}::jsonb) AS w (key text, since timestamptz),
      LATERAL (SELECT count(*) AS good FROM canary_samples
        WHERE run_id = ${runId}::uuid AND key = w.key AND at >= w.since AND value IS NOT NULL) n,
      LATERAL (SELECT * FROM canary_samples WHERE run_id = ${runId}::uuid AND key = w.key AND at >= w.since
        ORDER BY at DESC LIMIT 1) l`;
  for (const { good, ...row } of rows) {
    const since = found.get(row.key)?.since;
    if (since) found.set(row.key, { latest: sampleOf(row), good, since });
  }
  return found;
}

/** The newest samples of each key up to a moment, the newest first: the evidence of a breach. */
export async function newestSamples(
  tx: Tx,
  { runId, keys, upTo }: { runId: string; keys: readonly string[]; upTo: Date },
  most: number,
): Promise<Map<string, Sample[]>> {
  const rows = await tx.$queryRaw<SampleRow[]>`
    SELECT s.key, s.at, s.value, s.count, s.base_value AS "baseValue", s.base_count AS "baseCount",
      s.age_gap_seconds AS "ageGapSeconds", s.problem
    FROM unnest(${[...keys]}::text[]) AS k (key), LATERAL (SELECT * FROM canary_samples
      WHERE run_id = ${runId}::uuid AND key = k.key AND at <= ${upTo} ORDER BY at DESC LIMIT ${most}) s
    ORDER BY s.key, s.at DESC`;
  const found = new Map<string, Sample[]>(keys.map((key) => [key, []]));
  for (const row of rows) found.get(row.key)?.push(sampleOf(row));
  return found;
}

/** How Prometheus was at its last round. */
export interface Watch {
  askedAt: Date;
  skewMs: number | null;
  roundTripMs: number | null;
  problem: string | null;
  problemSince: Date | null;
}

export async function watchOfPrometheus(tx: Tx): Promise<Watch | null> {
  return tx.prometheusWatch.findFirst({ omit: { one: true } });
}

/** Since when it gives no answers stays what it was while the problem goes on. A measurement: it bypasses execute. */
export async function noteWatch(
  tx: Tx,
  watch: Pick<Watch, 'askedAt' | 'skewMs' | 'roundTripMs' | 'problem'>,
): Promise<void> {
  const { askedAt, skewMs, roundTripMs, problem } = watch;
  const since = problem === null ? null : askedAt;
  await tx.$executeRaw`
    INSERT INTO prometheus_watch (asked_at, skew_ms, round_trip_ms, problem, problem_since)
    VALUES (${askedAt}, ${skewMs}::float8, ${roundTripMs}::float8, ${problem}, ${since})
    ON CONFLICT (one) DO UPDATE SET asked_at = excluded.asked_at, skew_ms = excluded.skew_ms,
      round_trip_ms = excluded.round_trip_ms, problem = excluded.problem,
      problem_since = CASE WHEN excluded.problem IS NULL THEN NULL ELSE coalesce(prometheus_watch.problem_since, excluded.problem_since) END
    WHERE prometheus_watch.asked_at < excluded.asked_at`;
}
