// The drawing of withdrawals by day, as bars of what became of them; loaded only where it is shown, because the chart library is large.
'use client';
import { useId } from 'react';
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { shortDollars } from '#components/format-number.ts';
import { AXIS, GRID, PlotFrame, tipOf, X_AXIS } from '#components/ui/plot.tsx';
import { type DayPoint, dayWords, PARTS } from './withdrawal-days.ts';
import { dollars } from './withdrawal-words.ts';

interface PlotProps {
  points: readonly DayPoint[];
  measure: 'usd' | 'count';
  height: number;
}

export default function WithdrawalDaysPlot({ points, measure, height }: PlotProps) {
  const hatch = useId();
  const fills = { sent: 'var(--ink-2)', open: 'var(--line-strong)', rejected: `url(#${hatch})` };
  return (
    <PlotFrame height={height}>
      <BarChart
        data={points as DayPoint[]}
        margin={{ top: 8, right: 22, bottom: 0, left: 0 }}
        barCategoryGap={1}
        accessibilityLayer={false}
      >
        <defs>
          <pattern
            id={hatch}
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="5" height="5" fill="var(--surface)" />
            <rect width="2" height="5" fill="var(--ink-3)" />
          </pattern>
        </defs>
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
          tickFormatter={measure === 'usd' ? (value: number) => shortDollars(value) : String}
          allowDecimals={false}
          tickCount={4}
          {...AXIS}
        />
        {PARTS.map(({ key, label }) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            stackId="all"
            fill={fills[key]}
            stroke={key === 'rejected' ? 'var(--ink-3)' : undefined}
            strokeWidth={key === 'rejected' ? 0.75 : 0}
            maxBarSize={28}
            isAnimationActive={false}
          />
        ))}
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--hover)' }}
          content={tipOf(points, 'day', (point) => (
            <>
              <div className="num text-ink-3">{dayWords(point.day)}, UTC</div>
              <div className="num font-medium">
                {dollars(point.figure?.usd ?? '0')}, {point.figure?.count ?? 0} requests
              </div>
              {PARTS.map(({ key, label: name }) => (
                <div key={key} className="num text-ink-2">
                  {name} {dollars(point.figure?.[key].usd ?? '0')}, {point.figure?.[key].count ?? 0}
                </div>
              ))}
            </>
          ))}
        />
      </BarChart>
    </PlotFrame>
  );
}
