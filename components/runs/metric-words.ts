// Metrics of Prometheus in words: each value in its unit and exact enough to hold it against the rule, and what is not known. Pure.

import { grouped } from '#components/format-number.ts';
import { age } from '#components/format-time.ts';
import type { MetricUnit, MetricView } from '#lib/contract/metrics.ts';

/** A moment further back has never been: the metric holds 0 until then. */
const NEVER_SECONDS = 10 * 365 * 86_400;

/** At most so many digits after the point, and none for show. */
function digits(value: number, most: number): string {
  return grouped(Number(value.toFixed(most)));
}

export function metricValue(value: number | null, unit: MetricUnit): string {
  if (value === null) return 'not known: it is no number';
  switch (unit) {
    case 'usd':
      return `${value < 0 ? '-' : ''}$${digits(Math.abs(value), 2)}`;
    case 'ratio':
      return `${digits(value * 100, 2)}%`;
    case 'seconds':
      return `${digits(value, 3)} s`;
    case 'ago':
      return value > NEVER_SECONDS ? 'never' : `${age(value * 1_000)} ago`;
    case 'flag':
      return value === 1 ? '1 (yes)' : value === 0 ? '0 (no)' : digits(value, 3);
    case 'count':
      return `${digits(value, 1)} in 5 min`;
    case 'number':
      return digits(value, 4);
  }
}

export interface MetricLine {
  metric: string;
  /** `account hl`; empty where there is one series only. */
  of: string;
  words: string;
}

/** The lines under the name of a metric. */
export function metricLines({ metric, unit, values, more }: MetricView): MetricLine[] {
  const says = metric.endsWith('_bucket') ? 'P95 ' : '';
  const lines = values.map(({ labels, value }) => ({
    metric,
    of: labels.map((label) => `${label.name} ${label.value}`).join(', '),
    words: value === null ? metricValue(value, unit) : `${says}${metricValue(value, unit)}`,
  }));
  return more === 0 ? lines : [...lines, { metric, of: '', words: `and ${more} more` }];
}

/** Why nothing at all is known, where all of it has one reason: said once. */
export function sharedReason(items: readonly MetricView[]): string | null {
  const [first] = items;
  return first && items.length > 1 && items.every(({ notKnown }) => notKnown === first.notKnown)
    ? first.notKnown
    : null;
}
