// The drawing of the share of the traffic, wanted and achieved; loaded only where it is shown, because the chart library is large.
'use client';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { SharePoint } from '#lib/contract/releases.ts';
import { stamp } from './format-time.ts';
import { shareWords } from './release-words.ts';

interface PlotProps {
  shares: readonly SharePoint[];
  now: number;
  height: number;
}

const TICK = { fontSize: 10.5, fill: 'var(--ink-3)', fontFamily: 'var(--font-mono)' } as const;

export default function ReleaseSharePlot({ shares, now, height }: PlotProps) {
  const points = shares.map((point) => ({ ...point, t: Date.parse(point.at) }));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  return (
    <div style={{ height }}>
      <ResponsiveContainer width="100%" height="100%" minWidth={0}>
        <LineChart
          data={points}
          margin={{ top: 8, right: 28, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="t"
            type="number"
            domain={[first.t, Math.max(last.t, first.t + 1_000)]}
            ticks={[...new Set([first.t, last.t])]}
            tickFormatter={(t: number) => stamp(t, now)}
            height={22}
            axisLine={false}
            tickLine={false}
            tick={TICK}
          />
          <YAxis
            width={44}
            domain={[0, 100]}
            ticks={[0, 5, 20, 50, 100]}
            tickFormatter={(share: number) => `${share}%`}
            axisLine={false}
            tickLine={false}
            tick={TICK}
          />
          <Line
            dataKey="wanted"
            type="stepAfter"
            stroke="var(--ink-3)"
            strokeDasharray="4 3"
            strokeWidth={1}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="achieved"
            type="stepAfter"
            stroke="var(--ink)"
            strokeWidth={1.75}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-strong)' }}
            content={({ active, label }) => {
              const point = points.find(({ t }) => t === label);
              if (!active || !point) return null;
              return (
                <div className="rounded-md bg-raised px-2.5 py-2 text-2xs shadow-pop">
                  <div className="num text-ink-3">{stamp(point.t, now)}</div>
                  <div className="num font-medium">{shareWords(point.achieved)} at the gateway</div>
                  <div className="num text-ink-2">{point.wanted}% wanted</div>
                  <div className="num text-ink-2">{shareWords(point.traffic)} of the requests</div>
                </div>
              );
            }}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
