// The newest values of the metrics that a runbook names, asked of Prometheus when they are looked at; what is not known says why.
import { z } from 'zod';
import { metricsOfRunbook } from '#lib/catalog/alert-runbooks.ts';
import type { RunbookMetricsBody } from '#lib/contract/metrics.ts';
import { configuredPrometheus } from '#lib/prometheus/client.ts';
import { name } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { metricQuery } from '#lib/rules/metric-query.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { metricReading, notKnown } from './metric-reading.ts';

const input = z.strictObject({
  runbook: name.meta({
    description: 'Key of an alert, or of a procedure that is a runbook.',
    examples: ['hl-margin-low'],
  }),
});

/** Somebody looks at the page meanwhile: what comes later than this is asked for again anyway. */
const TIMEOUT_MS = 2_000;

export const readRunbookMetrics: Read<z.output<typeof input>, RunbookMetricsBody> = {
  action: 'read-procedures',
  body: 'RunbookMetricsBody',
  input,
  waitsOutside: true,
  run: async (_tx, { runbook }) => {
    const metrics = metricsOfRunbook(runbook);
    if (!metrics) return fail('not_found', `There is no runbook "${runbook.slice(0, 60)}".`);
    const prometheus = configuredPrometheus({ timeoutMs: TIMEOUT_MS });
    const items = await Promise.all(
      metrics.map(async (metric) => {
        const { query, unit } = metricQuery(metric);
        const reading = prometheus
          ? metricReading(await prometheus.query(query))
          : notKnown('Prometheus is not configured here: PROMETHEUS_URL is empty.');
        return { metric, query, unit, ...reading };
      }),
    );
    return ok({ items, nextBefore: null });
  },
};
