// The drawing of how long approvals took by day against what customers were promised; loaded only where it is shown.
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
import { type DayPoint, dayWords, LIMIT_SECONDS, tookWords } from './withdrawal-days.ts';

export default function WithdrawalTimesPlot({
  points,
  height,
}: {
  points: readonly DayPoint[];
  height: number;
}) {
  return (
    <PlotFrame height={height}>
      <LineChart
        data={points as DayPoint[]}
        margin={{ top: 8, right: 22, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid {...GRID} />
        <XAxis
          dataKey="day"
          tickFormatter={dayWords}
          interval="preserveStartEnd"
          minTickGap={48}
          {...X_AXIS}
        />
        <YAxis
          width={52}
          domain={[0, (most: number) => Math.max(most, LIMIT_SECONDS * 1.2)]}
          tickFormatter={tookWords}
          tickCount={4}
          {...AXIS}
        />
        <ReferenceLine y={LIMIT_SECONDS} {...LIMIT_LINE} />
        <Line {...PALE_LINE} dataKey="p95" dot={dotOf(PALE_LINE, 2)} />
        <Line dataKey="p50" {...MAIN_LINE} dot={dotOf(MAIN_LINE, 2.5)} />
        <Tooltip
          {...POINTER}
          content={tipOf(points, 'day', (point) => (
            <>
              <div className="num text-ink-3">{dayWords(point.day)}, UTC</div>
              <div className="num font-medium">half within {tookWords(point.p50)}</div>
              <div className="num text-ink-2">95% within {tookWords(point.p95)}</div>
              <div className="num text-ink-2">{point.figure?.approval.count ?? 0} approved</div>
            </>
          ))}
        />
      </LineChart>
    </PlotFrame>
  );
}
