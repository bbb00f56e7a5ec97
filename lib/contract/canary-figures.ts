// Canary runs in figures: series for charts, and what a query would have said over past hours.

/** One part of the time; all null where nothing was measured. */
export interface SeriesPoint {
  at: string;
  /** The last of the part. */
  value: number | null;
  /** Lowest and highest of all its samples. */
  low: number | null;
  high: number | null;
  /** The two whose ratio `value` is, where it is compared with a baseline. */
  measured: number | null;
  baseline: number | null;
}

export interface CanarySeriesBody {
  now: string;
  from: string;
  to: string;
  key: string;
  title: string;
  /** What rolls the run back while the comparison holds; otherwise a criterion, which has to hold. */
  guard: boolean;
  target: number | null;
  is: string | null;
  unit: string | null;
  /** Name of what it is compared with, and the unit of both; null where it is judged by itself. */
  baseline: { title: string; unit: string | null } | null;
  /** Length of one part. */
  partSeconds: number;
  points: SeriesPoint[];
  bands: { stage: number; title: string; from: string; to: string }[];
}

/** Would this query have fired? */
export interface ReplayBody {
  now: string;
  from: string;
  to: string;
  hours: number;
  /** As often as guards look. */
  stepSeconds: number;
  /** How many moments were looked at. */
  moments: number;
  /** Share of them at which the query had a value, and the first; null when it had none at all. */
  coverage: number;
  since: string | null;
  /** Times in which it fired, the newest first: from its first to its last moment, with the value furthest beyond. */
  fired: { from: string; to: string; peak: number }[];
  /** All of them; the newest 50 are listed. */
  firings: number;
  /** What one of the points stands for. */
  partSeconds: number;
  points: { at: string; value: number | null; low: number | null; high: number | null }[];
  warnings: string[];
}
