// What the drawings of figures share: frame, axes, lines, and what the pointer reads. Loaded only with a drawing, because the chart library is large.
'use client';
import type { ReactElement, ReactNode } from 'react';
import { ResponsiveContainer } from 'recharts';

/** Of an axis. */
export const AXIS = {
  axisLine: false,
  tickLine: false,
  tick: { fontSize: 10.5, fill: 'var(--ink-3)', fontFamily: 'var(--font-mono)' },
} as const;

/** Of the axis of time, with its height. */
export const X_AXIS = { ...AXIS, height: 22 } as const;

/** Of the axis of points at `t`, in ms since 1970: its ends are told, and what is `between`. */
export function timeAxis(from: number, to: number, ...between: number[]) {
  const ticks = [...new Set([from, ...between, to])];
  return { ...X_AXIS, dataKey: 't', type: 'number', domain: [from, to], ticks } as const;
}

/** Of `CartesianGrid`. */
export const GRID = { vertical: false, stroke: 'var(--line)' } as const;
/** Of a line: a figure that comes every second must not dance. */
export const STILL = { activeDot: false, isAnimationActive: false } as const;
/** Of the line that a drawing is about. */
export const MAIN_LINE = { ...STILL, stroke: 'var(--ink)', strokeWidth: 1.75 } as const;
/** Of the line that goes with it, such as the worst beside the median. */
export const PALE_LINE = {
  ...STILL,
  stroke: 'var(--ink-3)',
  strokeWidth: 1,
  strokeDasharray: '2 3',
} as const;

/** Of the points of a line, in its own colour. */
export function dotOf({ stroke }: { stroke: string }, r: number) {
  return { r, strokeWidth: 0, fill: stroke } as const;
}

/** Of a `ReferenceLine` at a limit. */
export const LIMIT_LINE = { stroke: 'var(--crit)', strokeDasharray: '4 3' } as const;
/** Of `Tooltip`. */
export const POINTER = { isAnimationActive: false, cursor: { stroke: 'var(--line-strong)' } } as const;

/** `height` in CSS pixels; the width is that of its place. */
export function PlotFrame({ height, children }: { height: number; children: ReactElement }) {
  return (
    <div style={{ height }}>
      <ResponsiveContainer width="100%" height="100%" minWidth={0}>
        {children}
      </ResponsiveContainer>
    </div>
  );
}

/** Content of `Tooltip`: what `words` say of the point whose `key` stands at the pointer; nothing where none does. */
export function tipOf<P>(points: readonly P[], key: keyof P, words: (point: P) => ReactNode) {
  return ({ active, label }: { active?: boolean; label?: unknown }): ReactNode => {
    const point = active ? points.find((one) => one[key] === label) : undefined;
    return point === undefined ? null : <PlotTip>{words(point)}</PlotTip>;
  };
}

/** What is read at one point: its moment first. */
export function PlotTip({ children }: { children: ReactNode }) {
  return <div className="max-w-60 rounded-md bg-raised px-2.5 py-2 text-2xs shadow-pop">{children}</div>;
}
