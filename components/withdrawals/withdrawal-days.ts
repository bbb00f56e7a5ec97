// The figures of withdrawals as points of charts: every day of the span, also those without any. Pure.

import { shortDollars } from '#components/format-number.ts';
import { WITHDRAWAL_TIMES } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalDayFigure, WithdrawalFiguresBody } from '#lib/contract/withdrawal-figures.ts';

const DAY_MS = 86_400_000;

/** What became of requests: the parts of a bar, from its foot up. */
export const PARTS = [
  { key: 'sent', label: 'Sent' },
  { key: 'open', label: 'Open' },
  { key: 'rejected', label: 'Rejected' },
] as const;
export type Part = (typeof PARTS)[number]['key'];

export interface DayPoint {
  day: string;
  /** As the read has it; null on a day without any. */
  figure: WithdrawalDayFigure | null;
  sent: number;
  open: number;
  rejected: number;
  /** Seconds; null on a day without an approval. */
  p50: number | null;
  p95: number | null;
}

/** `usd` or `count`: how high the bars are. The exact values stay in `figure`. */
export function dayPoints(
  { firstDay, lastDay, days }: Pick<WithdrawalFiguresBody, 'firstDay' | 'lastDay' | 'days'>,
  measure: 'usd' | 'count',
): DayPoint[] {
  const byDay = new Map(days.map((one) => [one.day, one]));
  const points: DayPoint[] = [];
  for (let at = Date.parse(firstDay); at <= Date.parse(lastDay); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    const figure = byDay.get(day) ?? null;
    const high = (part: Part) => Number(figure?.[part][measure] ?? 0);
    points.push({
      ...{ day, figure, sent: high('sent'), open: high('open'), rejected: high('rejected') },
      ...{ p50: figure?.approval.p50Seconds ?? null, p95: figure?.approval.p95Seconds ?? null },
    });
  }
  return points;
}

/** `4:05`; hours where it is longer; a dash where nothing was measured. */
export function tookWords(seconds: number | null): string {
  if (seconds === null) return '–';
  const minutes = Math.floor(seconds / 60);
  const two = (count: number) => String(count).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** `19 Mar`: days of one chart need no year. */
export function dayWords(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
  });
}

export const LIMIT_SECONDS = WITHDRAWAL_TIMES.sla.late;

/** What a chart of bars shows, as a sentence. */
export function barsSummary(title: string, points: readonly DayPoint[], measure: 'usd' | 'count'): string {
  const most = points.reduce<DayPoint | undefined>(
    (best, one) => (Number(one.figure?.[measure] ?? 0) > Number(best?.figure?.[measure] ?? 0) ? one : best),
    undefined,
  );
  if (most?.figure == null) return `${title}: nothing was filed in ${points.length} days.`;
  const value = measure === 'usd' ? shortDollars(Number(most.figure.usd)) : `${most.figure.count} requests`;
  return `${title} by day over ${points.length} days; most on ${dayWords(most.day)}, ${value}.`;
}
