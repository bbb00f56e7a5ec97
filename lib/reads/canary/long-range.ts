// A range that has more points than Prometheus gives at once: asked in parts, one after the other, until a deadline or until nobody waits any more.

import type { PrometheusProblem, Series } from '#lib/prometheus/answer.ts';
import { configuredPrometheus } from '#lib/prometheus/client.ts';
import { partsOf, type Range } from '#lib/rules/canary/replay.ts';

/** Prometheus gives 11,000 points of a series at most. */
const MOST_POINTS = 11_000;

export type LongAnswer =
  | { ok: true; series: readonly Series[]; warnings: readonly string[] }
  | { ok: false; problem: PrometheusProblem | 'not configured' | 'out of time'; message: string };

/** `withinMs` for all of it; every part has what is left. One part at a time, because guards ask the same Prometheus. */
export async function askLongRange(
  query: string,
  range: Range,
  { withinMs, signal }: { withinMs: number; signal?: AbortSignal | undefined },
): Promise<LongAnswer> {
  const parts = partsOf(range, MOST_POINTS);
  const until = performance.now() + withinMs;
  const series: Series[] = [];
  const warnings = new Set<string>();
  for (const [index, part] of parts.entries()) {
    const leftMs = Math.floor(until - performance.now());
    const late = {
      ...{ ok: false as const, problem: 'out of time' as const },
      message: `Prometheus is slow: within ${withinMs / 1_000} s it answered ${index} of ${parts.length} parts.`,
    };
    if (leftMs <= 0) return late;
    const prometheus = configuredPrometheus({ timeoutMs: leftMs, ...(signal ? { signal } : {}) });
    if (!prometheus)
      return {
        ok: false,
        problem: 'not configured',
        message: 'No Prometheus is configured: set PROMETHEUS_URL.',
      };
    const answer = await prometheus.queryRange(query, part);
    if (!answer.ok) return answer.problem === 'slow' ? late : answer;
    series.push(...answer.series);
    for (const warning of answer.warnings) warnings.add(warning);
  }
  return { ok: true, series, warnings: [...warnings] };
}
