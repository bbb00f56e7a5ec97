// The drawing of one figure over time with its line and the stages behind it; loaded only where it is shown, because the chart library is large.
'use client';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { valueScale } from '#components/chart-scale.ts';
import { stamp, stampShort } from '#components/format-time.ts';
import {
  AXIS,
  dotOf,
  GRID,
  LIMIT_LINE,
  MAIN_LINE,
  PlotFrame,
  POINTER,
  STILL,
  timeAxis,
  tipOf,
} from '#components/ui/plot.tsx';
import { valueWords } from './canary-words.ts';
import type { Beyond, SeriesPoint } from './series-points.ts';

interface CanaryPlotProps {
  points: readonly SeriesPoint[];
  beyond: readonly Beyond[];
  /** What is written at the line. */
  line: string;
  target: number | null;
  unit: string | null;
  bands: readonly { stage: number; title: string; from: number; to: number }[];
  height: number;
}

/** Of more, the newest are marked. */
const MARKED = 40;

/** A triangle that stands on the value: a breach is told by its shape too. */
function Mark({ cx, cy }: { cx?: number; cy?: number }) {
  if (cx === undefined || cy === undefined) return <g />;
  return (
    <path
      d="M-4.5 4H4.5L0-4.5Z"
      transform={`translate(${cx} ${cy})`}
      fill="var(--crit)"
      stroke="var(--surface)"
    />
  );
}

export default function CanaryPlot({ points, beyond, line, target, unit, bands, height }: CanaryPlotProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const drawn = points.map((point) => ({
    ...point,
    range: point.low === null || point.high === null ? null : [point.low, point.high],
  }));
  const end = Math.max(last.t, first.t + 1_000);
  const scale = valueScale([target, ...points.flatMap(({ low, high }) => [low, high])]);
  return (
    <PlotFrame height={height}>
      <ComposedChart
        data={drawn}
        margin={{ top: 14, right: 30, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        {bands
          .filter(({ from, to }) => from < end && to > first.t)
          .map(({ stage, from, to }) => (
            <ReferenceArea
              key={stage}
              x1={Math.max(from, first.t)}
              x2={Math.min(to, end)}
              fill="var(--ink)"
              fillOpacity={stage % 2 === 0 ? 0.06 : 0.025}
              label={{
                ...{ value: `Stage ${stage}`, position: 'insideBottomLeft', offset: 4 },
                ...{ fontSize: 10.5, fill: 'var(--ink-3)' },
              }}
            />
          ))}
        <CartesianGrid {...GRID} />
        <XAxis
          {...timeAxis(first.t, end, (first.t + end) / 2)}
          tickFormatter={(t: number) => stampShort(t, last.t)}
        />
        <YAxis width={72} {...scale} tickFormatter={(value: number) => valueWords(value, unit)} {...AXIS} />
        <Area
          {...STILL}
          dataKey="range"
          stroke="var(--ink-3)"
          strokeWidth={0.75}
          fill="var(--ink)"
          fillOpacity={0.14}
          dot={false}
          connectNulls={false}
        />
        <Line
          dataKey="value"
          {...MAIN_LINE}
          dot={points.length < 3 ? dotOf(MAIN_LINE, 2.5) : false}
          connectNulls={false}
        />
        {target === null ? null : (
          <ReferenceLine
            y={target}
            {...LIMIT_LINE}
            label={{
              ...{ value: line, position: 'insideBottomRight', offset: 4 },
              ...{ fontSize: 10.5, fill: 'var(--crit-text)' },
            }}
          />
        )}
        {beyond.slice(-MARKED).map(({ at, peak }) => (
          <ReferenceDot key={at} x={at} y={peak} shape={Mark} />
        ))}
        <Tooltip
          {...POINTER}
          content={tipOf(points, 't', ({ t, value, low, high, beyond: outside }) => (
            <>
              <div className="num text-ink-3">{stamp(t, last.t)} UTC</div>
              <div className="num font-medium">
                {value === null ? 'not measured' : valueWords(value, unit)}
              </div>
              {low === high ? null : (
                <div className="num text-ink-2">
                  {valueWords(low, unit)} to {valueWords(high, unit)}
                </div>
              )}
              {outside ? <div className="text-crit-text">beyond its line</div> : null}
            </>
          ))}
        />
      </ComposedChart>
    </PlotFrame>
  );
}
