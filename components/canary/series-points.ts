// A figure of a canary over time as it is drawn: its parts, those beyond its line, and the same in a sentence. Pure.
import { valueWords } from './canary-words.ts';

/** A series as the reads give it; a replay has neither the extremes of its parts nor a baseline. */
export interface SeriesView {
  title: string;
  /** It acts while the comparison holds; otherwise the comparison has to hold. */
  guard: boolean;
  is: string | null;
  target: number | null;
  unit: string | null;
  baseline: { title: string; unit: string | null } | null;
  /** What one point stands for. */
  partSeconds: number;
  points: readonly {
    at: string;
    value: number | null;
    low?: number | null;
    high?: number | null;
    measured?: number | null;
    baseline?: number | null;
  }[];
  bands: readonly { stage: number; title: string; from: string; to: string }[];
}

export interface SeriesPoint {
  t: number;
  value: number | null;
  low: number | null;
  high: number | null;
  /** On the wrong side of the line at some moment of this part. */
  beyond: boolean;
  measured: number | null;
  baseline: number | null;
}

/** Parts beyond the line, one after the other. */
export interface Beyond {
  from: number;
  to: number;
  /** The value furthest beyond, and when. */
  peak: number;
  at: number;
}

const HOLDS: Readonly<Record<string, (value: number, target: number) => boolean>> = {
  '<': (value, target) => value < target,
  '<=': (value, target) => value <= target,
  '>': (value, target) => value > target,
  '>=': (value, target) => value >= target,
  '=': (value, target) => value === target,
};

type Line = Pick<SeriesView, 'guard' | 'is' | 'target'>;

function isWrong({ guard, is, target }: Line, value: number | null): boolean {
  if (value === null || target === null || is === null) return false;
  return (HOLDS[is]?.(value, target) ?? true) === guard;
}

export function seriesPoints(series: SeriesView): SeriesPoint[] {
  return series.points.map(({ at, value, low = value, high = value, measured = null, baseline = null }) => ({
    ...{ t: Date.parse(at), value, low, high, measured, baseline },
    beyond: isWrong(series, low) || isWrong(series, high),
  }));
}

/** Of a part, the value that is furthest from where it should be. */
function worstOf(line: Line, { low, high }: SeriesPoint): number {
  const [least, most] = [low ?? high ?? 0, high ?? low ?? 0];
  const target = line.target ?? 0;
  if (!isWrong(line, least)) return most;
  if (!isWrong(line, most)) return least;
  return Math.abs(least - target) > Math.abs(most - target) ? least : most;
}

/** When it was beyond its line, the oldest first. */
export function beyondOf(series: SeriesView, points: readonly SeriesPoint[]): Beyond[] {
  const found: Beyond[] = [];
  const { target } = series;
  points.forEach((point, index) => {
    if (!point.beyond || target === null) return;
    const peak = worstOf(series, point);
    const last = points[index - 1]?.beyond ? found.at(-1) : undefined;
    if (!last) found.push({ from: point.t, to: point.t, peak, at: point.t });
    else {
      last.to = point.t;
      if (Math.abs(peak - target) > Math.abs(last.peak - target)) Object.assign(last, { peak, at: point.t });
    }
  });
  return found;
}

/** `limit > 1%` of a guard, `has to be < 200 ms` of a criterion. */
export function lineWords({ guard, is, target, unit }: Omit<SeriesView, 'points' | 'bands'>): string {
  if (target === null || is === null) return '';
  const sign = is === '>=' ? '≥' : is === '<=' ? '≤' : is;
  return `${guard ? 'limit' : 'has to be'} ${sign} ${valueWords(target, unit)}`;
}

/** `never beyond it`, `beyond it twice`: what the marks in the drawing count. */
export function beyondWords(times: number): string {
  if (times === 0) return 'never beyond it';
  return times === 1 ? 'beyond it once' : times === 2 ? 'beyond it twice' : `beyond it ${times} times`;
}

/** What one point of the drawing stands for: `each point 15 s`, `each point 30 min, the range between shaded`. */
export function partWords(seconds: number, points: readonly Pick<SeriesPoint, 'low' | 'high'>[]): string {
  const words = seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `each point ${words}${points.some(({ low, high }) => low !== high) ? ', the range between shaded' : ''}`;
}
