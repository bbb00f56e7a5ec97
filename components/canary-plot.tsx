// The drawing of one figure over time with its limit and the stages behind it; loaded only where it is shown, because the chart library is large.
'use client';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { valueWords } from './canary-words.ts';
import { stampShort } from './format-time.ts';

export interface PlotPoint {
  t: number;
  value: number | null;
}

interface CanaryPlotProps {
  points: readonly PlotPoint[];
  target: number | null;
  unit: string | null;
  bands: readonly { stage: number; title: string; from: number; to: number }[];
  height: number;
}

const TICK = { fontSize: 10.5, fill: 'var(--ink-3)', fontFamily: 'var(--font-mono)' } as const;

export default function CanaryPlot({ points, target, unit, bands, height }: CanaryPlotProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  return (
    <div style={{ height }}>
      <ResponsiveContainer width="100%" height="100%" minWidth={0}>
        <LineChart
          data={points as PlotPoint[]}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          {bands.map(({ stage, from, to }) => (
            <ReferenceArea
              key={stage}
              x1={Math.max(from, first.t)}
              x2={Math.min(to, last.t)}
              fill="var(--ink)"
              fillOpacity={stage % 2 === 0 ? 0.05 : 0.02}
              label={{ value: String(stage), position: 'insideTopLeft', fontSize: 10, fill: 'var(--ink-3)' }}
            />
          ))}
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="t"
            type="number"
            domain={[first.t, last.t]}
            ticks={[first.t, last.t]}
            tickFormatter={(t: number) => stampShort(t, last.t)}
            height={22}
            axisLine={false}
            tickLine={false}
            tick={TICK}
          />
          <YAxis
            width={64}
            domain={[
              (least: number) => Math.min(least, target ?? least),
              (most: number) => Math.max(most, target ?? most),
            ]}
            tickFormatter={(value: number) => valueWords(value, unit)}
            axisLine={false}
            tickLine={false}
            tick={TICK}
          />
          {target === null ? null : <ReferenceLine y={target} stroke="var(--crit)" strokeDasharray="4 3" />}
          <Line
            dataKey="value"
            stroke="var(--ink)"
            strokeWidth={1.75}
            dot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as PlotPoint | undefined;
              if (!active || !point) return null;
              return (
                <div className="rounded-md bg-raised px-2.5 py-2 text-2xs shadow-pop">
                  <div className="num text-ink-3">{stampShort(point.t, last.t)}</div>
                  <div className="num font-medium">{valueWords(point.value, unit)}</div>
                </div>
              );
            }}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
