// When a rule would have fired: the values of its query over a time, held against its threshold.

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

/**
 * Times in which the comparison held, one after the other. A moment without a value ends a firing: nothing is assumed
 * of what was not measured.
 */
export function firingsOf(points: readonly ReplayPoint[], is: '<' | '>', threshold: number): Fired[] {
  const fired: Fired[] = [];
  let open: Fired | undefined;
  for (const { at, value } of points) {
    if (value === null || !(is === '>' ? value > threshold : value < threshold)) {
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

/** Puts the points of an answer on their places in the range; a place without a finite value is a gap. */
export function onGrid(
  found: readonly { at: number; value: number }[],
  { from, to, step }: { from: Date; to: Date; step: number },
): ReplayPoint[] {
  const values = new Map(found.map(({ at, value }) => [Math.round(at * 1_000), value]));
  const points: ReplayPoint[] = [];
  for (let at = from.getTime(); at <= to.getTime(); at += step * 1_000) {
    const value = values.get(at);
    points.push({ at: new Date(at), value: value !== undefined && Number.isFinite(value) ? value : null });
  }
  return points;
}
