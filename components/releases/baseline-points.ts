// The same figure of a baseline and of what is compared with it, over time, and how each line is drawn. Pure.

export interface BaselineNames {
  measured: string;
  baseline: string;
  limit: string;
}

/** How each line is drawn; the key shows the same strokes. */
export const STROKES = {
  measured: { stroke: 'var(--ink)', strokeWidth: 1.75, strokeDasharray: '' },
  baseline: { stroke: 'var(--ink-3)', strokeWidth: 1.5, strokeDasharray: '6 3' },
  limit: { stroke: 'var(--crit)', strokeWidth: 1, strokeDasharray: '2 3' },
} as const;

export interface BaselinePoint {
  t: number;
  measured: number | null;
  baseline: number | null;
  /** What `measured` must not pass at that moment; null where there is no such line. */
  limit: number | null;
}

/** How many times the baseline; null where one of the two is not known, or the baseline is zero. */
export function ratioOf({ measured, baseline }: Pick<BaselinePoint, 'measured' | 'baseline'>): number | null {
  return measured === null || baseline === null || baseline <= 0 ? null : measured / baseline;
}

export function ratioWords(ratio: number | null): string {
  return ratio === null ? '–' : `${ratio.toFixed(2)}x`;
}

/** Where both are known, the newest. */
export function newestPair(points: readonly BaselinePoint[]): BaselinePoint | undefined {
  return points.findLast(({ measured, baseline }) => measured !== null && baseline !== null);
}
