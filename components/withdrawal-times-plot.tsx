// The drawing of how long approvals took by day against what customers were promised; loaded only where it is shown.
'use client';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { type DayPoint, dayWords, LIMIT_SECONDS, tookWords } from './withdrawal-days.ts';

const TICK = { fontSize: 10.5, fill: 'var(--ink-3)', fontFamily: 'var(--font-mono)' } as const;
const dot = (fill: string, r: number) => ({ r, strokeWidth: 0, fill });

export default function WithdrawalTimesPlot({
  points,
  height,
}: {
  points: readonly DayPoint[];
  height: number;
}) {
  return (
    <div style={{ height }}>
      <ResponsiveContainer width="100%" height="100%" minWidth={0}>
        <LineChart
          data={points as DayPoint[]}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="day"
            tickFormatter={dayWords}
            interval="preserveStartEnd"
            minTickGap={48}
            height={22}
            axisLine={false}
            tickLine={false}
            tick={TICK}
          />
          <YAxis
            width={52}
            domain={[0, (most: number) => Math.max(most, LIMIT_SECONDS * 1.2)]}
            tickFormatter={tookWords}
            tickCount={4}
            axisLine={false}
            tickLine={false}
            tick={TICK}
          />
          <ReferenceLine y={LIMIT_SECONDS} stroke="var(--crit)" strokeDasharray="4 3" />
          <Line
            dataKey="p95"
            stroke="var(--ink-3)"
            strokeWidth={1}
            strokeDasharray="2 3"
            dot={dot('var(--ink-3)', 2)}
            activeDot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="p50"
            stroke="var(--ink)"
            strokeWidth={1.75}
            dot={dot('var(--ink)', 2.5)}
            activeDot={false}
            isAnimationActive={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={({ active, label }) => {
              const point = points.find(({ day }) => day === label);
              if (!active || !point) return null;
              return (
                <div className="rounded-md bg-raised px-2.5 py-2 text-2xs shadow-pop">
                  <div className="num text-ink-3">{dayWords(point.day)}, UTC</div>
                  <div className="num font-medium">half within {tookWords(point.p50)}</div>
                  <div className="num text-ink-2">95% within {tookWords(point.p95)}</div>
                  <div className="num text-ink-2">{point.figure?.approval.count ?? 0} approved</div>
                </div>
              );
            }}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
