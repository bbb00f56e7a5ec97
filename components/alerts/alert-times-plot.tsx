// The drawing of how long alerts took by week against the limit; loaded only where it is shown, because the chart library is large.
'use client';
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import {
  AXIS,
  dotOf,
  GRID,
  LIMIT_LINE,
  MAIN_LINE,
  PALE_LINE,
  PlotFrame,
  POINTER,
  tipOf,
  X_AXIS,
} from '#components/ui/plot.tsx';
import { msWords, type TimesPoint, weekWords } from './alert-times.ts';
import { tookMs } from './alert-words.ts';

interface PlotProps {
  points: readonly TimesPoint[];
  limitMs: number;
  top: number;
  height: number;
}

const WEEK_MS = 604_800_000;

export default function AlertTimesPlot({ points, limitMs, top, height }: PlotProps) {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  return (
    <PlotFrame height={height}>
      <LineChart
        data={points as TimesPoint[]}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid {...GRID} />
        <XAxis
          dataKey="t"
          type="number"
          domain={[first.t - WEEK_MS / 2, last.t + WEEK_MS / 2]}
          ticks={[...new Set([first.t, points[Math.floor((points.length - 1) / 2)]?.t ?? first.t, last.t])]}
          tickFormatter={weekWords}
          {...X_AXIS}
        />
        <YAxis
          width={44}
          domain={[0, top]}
          ticks={[0, limitMs / 2, limitMs, ...(top > limitMs * 1.5 ? [top] : [])]}
          tickFormatter={tookMs}
          {...AXIS}
        />
        <ReferenceLine y={limitMs} {...LIMIT_LINE} />
        <Line {...PALE_LINE} dataKey="worst" name="worst" dot={dotOf(PALE_LINE, 2)} />
        <Line dataKey="median" name="median" {...MAIN_LINE} dot={dotOf(MAIN_LINE, 3)} />
        <Tooltip
          {...POINTER}
          content={tipOf(points, 't', (point) => (
            <>
              <div className="num text-ink-3">week of {weekWords(point.t)}</div>
              <div className="num font-medium">median {msWords(point.taken?.medianMs ?? null)}</div>
              <div className="num text-ink-2">worst {msWords(point.taken?.worstMs ?? null)}</div>
              <div className="text-ink-2">
                {point.taken?.count ?? 0} measured, {point.taken?.late ?? 0} late
              </div>
            </>
          ))}
        />
      </LineChart>
    </PlotFrame>
  );
}
