// What to ask of Prometheus to show a metric to a person, and in which unit the answer is: read from the metric's name.
import type { MetricUnit } from '#lib/contract/metrics.ts';

export interface MetricQuery {
  query: string;
  unit: MetricUnit;
}

const WINDOW = '5m';

const ENDINGS: readonly (readonly [ending: RegExp, unit: MetricUnit])[] = [
  [/_usd$/, 'usd'],
  [/_ratio$/, 'ratio'],
  [/_seconds$/, 'seconds'],
  [/_(up|healthy|active|tripped)$/, 'flag'],
];

function unitOf(name: string): MetricUnit {
  return ENDINGS.find(([ending]) => ending.test(name))?.[1] ?? 'number';
}

/**
 * A total since the process began says nothing of now: what came in five minutes does. So do the slowest 5% of a histogram
 * and the age of a moment. Anything else is shown as it is, a value for each series.
 */
export function metricQuery(metric: string): MetricQuery {
  if (metric.endsWith('_bucket')) {
    const query = `histogram_quantile(0.95, sum by (le) (rate(${metric}[${WINDOW}])))`;
    return { query, unit: unitOf(metric.slice(0, -'_bucket'.length)) };
  }
  if (metric.endsWith('_total')) return { query: `sum(increase(${metric}[${WINDOW}]))`, unit: 'count' };
  if (metric.endsWith('_timestamp_seconds')) return { query: `time() - ${metric}`, unit: 'ago' };
  return { query: metric, unit: unitOf(metric) };
}
