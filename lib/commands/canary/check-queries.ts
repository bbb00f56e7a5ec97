// Whether Prometheus can read the queries of a programme: asked before a run is saved, so that a mistyped one fails then.

import type { PrometheusClient } from '#lib/prometheus/client.ts';
import { configuredPrometheus } from '#lib/prometheus/client.ts';
import { type FrozenProgramme, queriesOf, queryFor } from '#lib/rules/canary/programme.ts';
import { type Failure, fail } from '#lib/rules/result.ts';

export type QueryCheck = { ok: true } | { ok: false; failure: { ok: false; error: Failure } };

/** At the same time; Prometheus itself runs 20 at most. */
const TOGETHER = 8;
const TIMEOUT_MS = 3_000;

/**
 * A syntax error is refused with Prometheus's own words. Where Prometheus cannot be asked nothing is saved either:
 * nobody would know whether the criteria of the run can ever be measured.
 */
export async function checkQueries(
  programme: FrozenProgramme,
  prometheus: PrometheusClient | undefined = configuredPrometheus({ timeoutMs: TIMEOUT_MS }),
): Promise<QueryCheck> {
  const refuse = (failure: { ok: false; error: Failure }): QueryCheck => ({ ok: false, failure });
  if (!prometheus) {
    return refuse(
      fail('unavailable', 'No Prometheus is configured, so nothing could be measured: set PROMETHEUS_URL.'),
    );
  }
  const asked = queriesOf(programme);
  for (let index = 0; index < asked.length; index += TOGETHER) {
    const part = asked.slice(index, index + TOGETHER);
    const answers = await Promise.all(part.map(({ query }) => prometheus.query(queryFor(query, 60))));
    for (const [place, answer] of answers.entries()) {
      if (answer.ok) continue;
      const { title, query } = part[place] ?? { title: '', query: '' };
      return refuse(
        answer.problem === 'bad query'
          ? fail('invalid_value', `Prometheus cannot read the query of "${title}": ${answer.message}`, {
              query,
            })
          : fail('unavailable', `The queries could not be checked, and nothing was saved. ${answer.message}`),
      );
    }
  }
  return { ok: true };
}
