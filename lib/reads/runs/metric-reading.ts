// What an answer of Prometheus says of one metric: the values of its series, told apart by their labels, or why there is none. Pure.
import type { MetricView } from '#lib/contract/metrics.ts';
import type { PrometheusAnswer, Series } from '#lib/prometheus/answer.ts';
import { showOutside } from '#lib/rules/outside-text.ts';

const MOST_SERIES = 12;
const MOST_LABEL = 60;
const MOST_REASON = 300;

type Reading = Pick<MetricView, 'values' | 'more' | 'notKnown'>;

export function notKnown(why: string): Reading {
  return { values: [], more: 0, notKnown: showOutside(why, MOST_REASON) };
}

/** Which labels tell the series apart: the scraped process only where there are several. */
function telling(series: readonly Series[]): (name: string) => boolean {
  const places = new Set(series.map(({ labels }) => labels.instance));
  return (name) => name !== '__name__' && name !== 'job' && (name !== 'instance' || places.size > 1);
}

function labelsOf({ labels }: Series, tells: (name: string) => boolean): { name: string; value: string }[] {
  return Object.entries(labels)
    .filter(([name]) => tells(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value: showOutside(value, MOST_LABEL) }));
}

export function metricReading(answer: PrometheusAnswer): Reading {
  if (!answer.ok) return notKnown(answer.message);
  const [warning] = answer.warnings;
  if (warning !== undefined) return notKnown(`Prometheus warns that something is missing: ${warning}`);
  const tells = telling(answer.series);
  const values = answer.series
    .map((one) => ({ labels: labelsOf(one, tells), value: one.points.at(-1)?.value ?? Number.NaN }))
    .sort((a, b) => (JSON.stringify(a.labels) < JSON.stringify(b.labels) ? -1 : 1));
  const [first] = values;
  if (first === undefined) return notKnown('Prometheus has no series of it.');
  if (!values.some(({ value }) => Number.isFinite(value)))
    return notKnown(`Prometheus says ${first.value}: there is nothing to work it out from.`);
  return {
    values: values
      .slice(0, MOST_SERIES)
      .map(({ labels, value }) => ({ labels, value: Number.isFinite(value) ? value : null })),
    more: Math.max(0, values.length - MOST_SERIES),
    notKnown: null,
  };
}
