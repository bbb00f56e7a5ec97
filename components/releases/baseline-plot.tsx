// The drawing of a baseline against what is compared with it; loaded only where it is shown, because the chart library is large.
'use client';
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import { valueScale } from '#components/chart-scale.ts';
import { stamp, stampShort } from '#components/format-time.ts';
import { AXIS, GRID, PlotFrame, POINTER, STILL, timeAxis, tipOf } from '#components/ui/plot.tsx';
import { type BaselineNames, type BaselinePoint, ratioOf, ratioWords, STROKES } from './baseline-points.ts';

interface PlotProps {
  points: readonly BaselinePoint[];
  names: BaselineNames;
  words: (value: number | null) => string;
  height: number;
  now: number;
}

export default function BaselinePlot({ points, names, words, height, now }: PlotProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const end = Math.max(last.t, first.t + 1_000);
  const scale = valueScale([
    0,
    ...points.flatMap(({ measured, baseline, limit }) => [measured, baseline, limit]),
  ]);
  return (
    <PlotFrame height={height}>
      <LineChart
        data={points as BaselinePoint[]}
        margin={{ top: 8, right: 30, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid {...GRID} />
        <XAxis
          {...timeAxis(first.t, end, (first.t + end) / 2)}
          tickFormatter={(t: number) => stampShort(t, now)}
        />
        <YAxis width={72} {...scale} tickFormatter={(value: number) => words(value)} {...AXIS} />
        {(['limit', 'baseline', 'measured'] as const).map((line) => (
          <Line {...STILL} key={line} dataKey={line} {...STROKES[line]} dot={false} connectNulls={false} />
        ))}
        <Tooltip
          {...POINTER}
          content={tipOf(points, 't', (point) => (
            <>
              <div className="num text-ink-3">{stamp(point.t, now)} UTC</div>
              <div className="num font-medium">
                {names.measured} {words(point.measured)}
              </div>
              <div className="num text-ink-2">
                {names.baseline} {words(point.baseline)}, {ratioWords(ratioOf(point))}
              </div>
              {point.limit === null ? null : (
                <div className="num text-ink-2">
                  {names.limit} {words(point.limit)}
                </div>
              )}
            </>
          ))}
        />
      </LineChart>
    </PlotFrame>
  );
}
