// When a rule would have fired: the values of its query at every round of a time, held against its limit as a guard is.
import { holds } from './criterion.ts';

/** A time at a step; `from` and `to` are moments of it. */
export interface Range {
  from: Date;
  to: Date;
  /** Seconds. */
  step: number;
}

export interface ReplayPoint {
  at: Date;
  value: number | null;
}

export interface Fired {
  from: Date;
  to: Date;
  /** The value that lay furthest beyond the threshold. */
  peak: number;
}

/** The last `hours` on the rounds of guards: moments that whole steps since 1970 name. */
export function lastHours(now: Date, hours: number, step: number): Range {
  const stepMs = step * 1_000;
  const to = Math.floor(now.getTime() / stepMs) * stepMs;
  return { from: new Date(to - Math.floor((hours * 3_600_000) / stepMs) * stepMs), to: new Date(to), step };
}

/** The same time in parts of at most so many points, each beginning a step after the one before. */
export function partsOf({ from, to, step }: Range, most: number): Range[] {
  const stepMs = step * 1_000;
  const parts: Range[] = [];
  for (let at = from.getTime(); at <= to.getTime(); at += most * stepMs) {
    const end = Math.min(to.getTime(), at + (most - 1) * stepMs);
    parts.push({ from: new Date(at), to: new Date(end), step });
  }
  return parts;
}

/**
 * Times in which the comparison held, one after the other. A moment without a value ends a firing: nothing is assumed
 * of what was not measured.
 */
export function firingsOf(points: readonly ReplayPoint[], is: '<' | '>', threshold: number): Fired[] {
  const fired: Fired[] = [];
  let open: Fired | undefined;
  for (const { at, value } of points) {
    if (value === null || !holds(value, is, threshold)) {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = { from: at, to: at, peak: value };
      fired.push(open);
      continue;
    }
    open.to = at;
    open.peak = is === '>' ? Math.max(open.peak, value) : Math.min(open.peak, value);
  }
  return fired;
}

/**
 * Puts the points of an answer on their places in the range. As for a guard, a place without a finite value is a gap,
 * and so is one with values of several series; `several` counts these.
 */
export function onGrid(
  found: readonly { at: number; value: number }[],
  { from, to, step }: Range,
): { points: ReplayPoint[]; several: number } {
  const values = Map.groupBy(found, ({ at }) => Math.round(at * 1_000));
  const points: ReplayPoint[] = [];
  let several = 0;
  for (let at = from.getTime(); at <= to.getTime(); at += step * 1_000) {
    const [first, ...others] = values.get(at) ?? [];
    if (others.length > 0) several += 1;
    const value = others.length === 0 && first && Number.isFinite(first.value) ? first.value : null;
    points.push({ at: new Date(at), value });
  }
  return { points, several };
}

/** How much of the time had a value, and since when there are any. */
export function knownOf(points: readonly ReplayPoint[]): { coverage: number; since: Date | null } {
  const known = points.filter(({ value }) => value !== null);
  return { coverage: points.length === 0 ? 0 : known.length / points.length, since: known[0]?.at ?? null };
}

export interface ReplayPart {
  at: Date;
  /** The last of the part, and its lowest and highest; null where it has none. */
  value: number | null;
  low: number | null;
  high: number | null;
}

/** For a drawing: at most so many parts, none of which hides how far its values went. */
export function thinnedOut(points: readonly ReplayPoint[], most: number): ReplayPart[] {
  const size = Math.max(1, Math.ceil(points.length / most));
  const parts: ReplayPart[] = [];
  for (let index = 0; index < points.length; index += size) {
    const part = points.slice(index, index + size);
    const values = part.flatMap(({ value }) => (value === null ? [] : [value]));
    const [first] = part;
    if (!first) continue;
    parts.push({
      ...{ at: first.at, value: values.at(-1) ?? null },
      low: values.length > 0 ? Math.min(...values) : null,
      high: values.length > 0 ? Math.max(...values) : null,
    });
  }
  return parts;
}
