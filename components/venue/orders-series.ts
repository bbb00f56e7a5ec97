// Orders per second by route as a chart needs them: points, scale, markers, labels that do not overlap. Pure.

import { grouped } from '#components/format-number.ts';
import type { ChangeSetView, FiguresBody } from '#lib/contract/console.ts';
import { FIGURES } from '#lib/contract/edge.ts';

export interface OrdersPoint {
  /** Milliseconds since 1970, database clock. */
  t: number;
  internal: number;
  hl: number;
  refused: number;
}

export const ROUTES = [
  { key: 'internal', label: 'Internal', figure: FIGURES.ordersInternal },
  { key: 'hl', label: 'HL', figure: FIGURES.ordersHl },
  { key: 'refused', label: 'Refused', figure: FIGURES.ordersRefused },
] as const;
export type RouteKey = (typeof ROUTES)[number]['key'];

/** Oldest first; samples without any order counter are left out. */
export function ordersPoints(body: FiguresBody): OrdersPoint[] {
  return body.items.flatMap(({ at, rates }) => {
    if (!ROUTES.some((route) => rates[route.figure] !== undefined)) return [];
    const rate = (figure: string) => Math.max(0, rates[figure] ?? 0);
    return [
      {
        t: Date.parse(at),
        internal: rate(FIGURES.ordersInternal),
        hl: rate(FIGURES.ordersHl),
        refused: rate(FIGURES.ordersRefused),
      },
    ];
  });
}

/** The top of the scale: a round number at or above the largest value, at least 10. */
export function niceTop(values: readonly number[]): number {
  const most = Math.max(10, ...values);
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= most) ?? 10;
  return step * power;
}

/** `1,234` or `12.3`: a rate per second. */
export function rateWords(rate: number): string {
  return rate >= 10 || rate === 0 ? grouped(Math.round(rate)) : rate.toFixed(1);
}

/** `512 orders/s, 6% internal`; null without orders. */
export function ordersSummary(point: OrdersPoint | undefined): { total: string; share: string } | null {
  if (!point) return null;
  const all = point.internal + point.hl + point.refused;
  const share = all > 0 ? Math.round((100 * point.internal) / all) : 0;
  return { total: rateWords(all), share: `${share}% internal` };
}

export interface Marker {
  t: number;
  changeSet: ChangeSetView;
}

/** Changes inside the span of the chart, oldest first. */
export function markersIn(changes: readonly ChangeSetView[], from: number, to: number): Marker[] {
  return changes
    .map((changeSet) => ({ t: Date.parse(changeSet.at), changeSet }))
    .filter(({ t }) => t >= from && t <= to)
    .sort((a, b) => a.t - b.t);
}

/** Moves labels apart so that each has `gap` px, as little as possible, within 0 and `height`; order is kept. */
export function spreadLabels(tops: readonly number[], gap: number, height: number): number[] {
  const order = tops.map((top, index) => ({ top, index })).sort((a, b) => a.top - b.top);
  let least = 0;
  for (const one of order) {
    one.top = Math.max(one.top, least);
    least = one.top + gap;
  }
  let most = height;
  for (const one of [...order].reverse()) {
    one.top = Math.min(one.top, most);
    most = one.top - gap;
  }
  const spread = new Array<number>(tops.length).fill(0);
  for (const one of order) spread[one.index] = one.top;
  return spread;
}

/** Three or four round times inside the span. */
export function timeTicks(from: number, to: number): number[] {
  const steps = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400].map(
    (s) => s * 1_000,
  );
  const span = to - from;
  const step = steps.find((one) => span / one <= 4) ?? span / 3;
  const ticks: number[] = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push(t);
  return ticks;
}
