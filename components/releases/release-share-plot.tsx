// The drawing of the share of the traffic, wanted and achieved; loaded only where it is shown, because the chart library is large.
'use client';
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import { stamp } from '#components/format-time.ts';
import { AXIS, GRID, PlotFrame, POINTER, STILL, timeAxis, tipOf } from '#components/ui/plot.tsx';
import type { SharePoint } from '#lib/contract/releases.ts';
import { STROKES } from './baseline-points.ts';
import { shareWords } from './release-words.ts';

interface PlotProps {
  shares: readonly SharePoint[];
  now: number;
  height: number;
}

export default function ReleaseSharePlot({ shares, now, height }: PlotProps) {
  const points = shares.map((point) => ({ ...point, t: Date.parse(point.at) }));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  return (
    <PlotFrame height={height}>
      <LineChart data={points} margin={{ top: 8, right: 28, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid {...GRID} />
        <XAxis
          {...timeAxis(first.t, Math.max(last.t, first.t + 1_000))}
          tickFormatter={(t: number) => stamp(t, now)}
        />
        <YAxis
          width={44}
          domain={[0, 100]}
          ticks={[0, 5, 20, 50, 100]}
          tickFormatter={(share: number) => `${share}%`}
          {...AXIS}
        />
        <Line {...STILL} dataKey="wanted" type="stepAfter" {...STROKES.baseline} dot={false} />
        <Line {...STILL} dataKey="achieved" type="stepAfter" {...STROKES.measured} dot={false} />
        <Tooltip
          {...POINTER}
          content={tipOf(points, 't', (point) => (
            <>
              <div className="num text-ink-3">{stamp(point.t, now)}</div>
              <div className="num font-medium">{shareWords(point.achieved)} at the gateway</div>
              <div className="num text-ink-2">{point.wanted}% wanted</div>
              <div className="num text-ink-2">{shareWords(point.traffic)} of the requests</div>
            </>
          ))}
        />
      </LineChart>
    </PlotFrame>
  );
}
