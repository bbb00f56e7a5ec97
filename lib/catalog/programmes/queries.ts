// The few forms of query that criteria of programmes take; every name is a metric of the venue (sim/measures.ts shows what each has to mean).
import type { Comparator, Criterion, MetricCriterion, Target, Unit } from '../programme-types.ts';

/** A quantile of a histogram over the window, in ms. */
export function quantileMs(quantile: number, name: string, window = '$window'): string {
  return `1000 * histogram_quantile(${quantile}, sum by (le) (rate(venue_${name}_seconds_bucket[${window}])))`;
}

/** How many were counted in the window. */
export function counted(name: string, window = '$window'): string {
  return `sum(increase(venue_${name}_total[${window}]))`;
}

/** Part of a whole in the window, in percent. No data where there was nothing of the whole. */
export function percent(part: string, whole: string, window = '$window'): string {
  return `100 * ${counted(part, window)} / (${counted(whole, window)} > 0)`;
}

/** How many values a histogram took in the window. */
export function observed(name: string): string {
  return `sum(increase(venue_${name}_seconds_count[$window]))`;
}

export function largest(gauge: string): string {
  return `max(max_over_time(venue_${gauge}[$window]))`;
}

export function smallest(gauge: string): string {
  return `min(min_over_time(venue_${gauge}[$window]))`;
}

/** Every scrape that found the gauge. */
export function scrapes(gauge: string): string {
  return `sum(count_over_time(venue_${gauge}[$window]))`;
}

/**
 * Share of the time in which the API answered, in percent. A venue that cannot be scraped is not available; time in
 * which Prometheus itself was away counts as neither: the coverage of the samples tells of that.
 */
export const AVAILABILITY =
  '100 * avg_over_time((min(up{job="venue"}) * (min(venue_api_available) or vector(0)))[$window:15s])';
export const AVAILABILITY_SAMPLES = 'count_over_time(min(up{job="venue"})[$window:15s])';

interface Figure {
  key: string;
  title: string;
  query: string;
  is: Comparator;
  target: Target;
  unit: Unit;
  samples: MetricCriterion['samples'];
  narrow: number;
  baseline?: MetricCriterion['baseline'];
}

/** A criterion of a stage: over the time since it was entered. */
export function inStage({ baseline, ...figure }: Figure): Criterion {
  return { ...figure, ...(baseline ? { baseline } : {}), kind: 'metric', over: 'stage' };
}

/** A criterion of the programme: over everything since its first stage. */
export function inRun({ baseline, ...figure }: Figure): Criterion {
  return { ...figure, ...(baseline ? { baseline } : {}), kind: 'metric', over: 'run' };
}

/** Zero of something, out of enough. */
export function none(key: string, title: string, name: string, samples: MetricCriterion['samples']): Figure {
  return { key, title, query: counted(name), is: '=', target: 0, unit: 'count', samples, narrow: 0 };
}

export const ORDERS = { query: counted('orders_placed'), least: 1_000, of: 'orders' } as const;
export const REQUESTS = { query: observed('api_latency'), least: 1_000, of: 'requests' } as const;
