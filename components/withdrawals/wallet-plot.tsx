// The drawing of what the hot wallet is worth with the line of its alert; loaded only where it is shown, because the chart library is large.
'use client';
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { shortDollars } from '#components/format-number.ts';
import { stampShort } from '#components/format-time.ts';
import { AXIS, GRID, LIMIT_LINE, MAIN_LINE, PlotFrame, timeAxis } from '#components/ui/plot.tsx';

interface WalletPlotProps {
  points: readonly { t: number; usd: number }[];
  lowUsd: number;
  height: number;
  now: number;
}

export default function WalletPlot({ points, lowUsd, height, now }: WalletPlotProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const end = Math.max(last.t, first.t + 1_000);
  return (
    <PlotFrame height={height}>
      <LineChart
        data={[...points]}
        margin={{ top: 8, right: 30, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid {...GRID} />
        <XAxis {...timeAxis(first.t, end)} tickFormatter={(t: number) => stampShort(t, now)} />
        <YAxis
          width={72}
          domain={[0, (most: number) => Math.max(most, lowUsd) * 1.1]}
          tickCount={4}
          tickFormatter={(usd: number) => shortDollars(usd)}
          {...AXIS}
        />
        <ReferenceLine y={lowUsd} {...LIMIT_LINE} />
        <Line dataKey="usd" {...MAIN_LINE} dot={false} />
      </LineChart>
    </PlotFrame>
  );
}
