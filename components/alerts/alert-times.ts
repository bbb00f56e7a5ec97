// How long alerts took, as the points of a chart, its axis, and the rows of its tables. Pure.

import { day } from '#components/format-time.ts';
import { ACT_SECONDS, CONFIRM_SECONDS } from '#lib/catalog/alert-clocks.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { AlertTimes, AlertTimesBody, TimeTaken } from '#lib/contract/alert-history.ts';
import { tookMs } from './alert-words.ts';

export type Measure = 'confirm' | 'act' | 'effect';

/** From fired on, all three; the limits are those of the clocks. */
export const MEASURES = [
  { key: 'confirm', title: 'Time to confirm', limitMs: CONFIRM_SECONDS * 1_000 },
  { key: 'act', title: 'Time to act', limitMs: ACT_SECONDS * 1_000 },
  { key: 'effect', title: 'Time to effect', limitMs: ACT_SECONDS * 1_000 },
] as const satisfies readonly { key: Measure; title: string; limitMs: number }[];

export interface TimesPoint {
  /** Monday of the week, ms since 1970. */
  t: number;
  /** Cut at the top of the axis; null where nothing happened in the week. */
  median: number | null;
  worst: number | null;
  /** As measured. */
  taken: TimeTaken | null;
}

/** An axis that shows the limit in its lower half; what lies above it is cut there and told in words. */
export function topOf(limitMs: number, items: readonly TimeTaken[]): number {
  const worst = Math.max(0, ...items.map(({ worstMs }) => worstMs ?? 0));
  return worst <= limitMs * 1.25 ? limitMs * 1.25 : limitMs * 2;
}

function rowsOf({ items }: Pick<AlertTimesBody, 'items'>, alert: string | null): AlertTimes[] {
  return items.filter((item) => item.alert === alert);
}

/** One point for each week, oldest first, of one alert or of all together. */
export function pointsOf(
  body: Pick<AlertTimesBody, 'items' | 'weeks'>,
  alert: string | null,
  measure: Measure,
  top: number,
): TimesPoint[] {
  const byWeek = new Map(rowsOf(body, alert).map((item) => [item.week, item[measure]]));
  const cut = (ms: number | null) => (ms === null ? null : Math.min(ms, top));
  return body.weeks.map((week) => {
    const taken = byWeek.get(week) ?? null;
    return {
      t: Date.parse(week),
      ...{ median: cut(taken?.medianMs ?? null), worst: cut(taken?.worstMs ?? null), taken },
    };
  });
}

/** All weeks together, of one alert or of all. */
export function wholeOf(body: Pick<AlertTimesBody, 'items'>, alert: string | null): AlertTimes | undefined {
  return rowsOf(body, alert).find(({ week }) => week === null);
}

export function alertName(alert: string | null): string {
  if (alert === null) return 'Every alert';
  return findAlert(alert)?.title ?? (alert === 'other' ? 'Not in the catalogue' : alert);
}

/** Each alert that fired, the one with most late ones first, then by how often it fired. */
export function byAlert({ items }: Pick<AlertTimesBody, 'items'>): AlertTimes[] {
  const late = (item: AlertTimes) => MEASURES.reduce((sum, { key }) => sum + item[key].late, 0);
  return items
    .filter(({ alert, week }) => alert !== null && week === null)
    .toSorted((a, b) => late(b) - late(a) || b.fired - a.fired);
}

export function msWords(ms: number | null): string {
  return ms === null ? 'none' : tookMs(ms);
}

/** What the drawing shows, read instead of it. */
export function summaryOf(
  title: string,
  limitMs: number,
  taken: TimeTaken | undefined,
  weeks: number,
): string {
  const span = `over ${weeks} ${weeks === 1 ? 'week' : 'weeks'}`;
  if (!taken || taken.count === 0) return `${title} ${span}: nothing to show.`;
  const late = taken.late === 0 ? 'none late' : `${taken.late} late`;
  return `${title} ${span}: median ${msWords(taken.medianMs)}, worst ${msWords(taken.worstMs)}, limit ${tookMs(limitMs)}, ${late}.`;
}

/** `9 Mar` of a week. */
export function weekWords(t: number): string {
  return day(t);
}
