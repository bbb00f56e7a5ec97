// The drawing of a switch's values over time; loaded only where it is shown, because the chart library is large.
'use client';
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import { stamp } from '#components/format-time.ts';
import { AXIS, GRID, MAIN_LINE, PlotFrame, PlotTip, POINTER, timeAxis } from '#components/ui/plot.tsx';
import type { Step, Steps } from './history-steps.ts';

interface PlotProps {
  steps: Steps;
  /** Database time now, ms since 1970. */
  now: number;
  height: number;
}

interface DotProps {
  cx?: number;
  cy?: number;
  payload?: Step;
  index?: number;
}

/** A change: a triangle that points the way it moved the venue. */
function ChangeDot({ cx, cy, payload, index }: DotProps) {
  if (cx === undefined || cy === undefined || !payload?.way) return <g key={index} />;
  const down = payload.way === 'reducing';
  return (
    <path
      key={index}
      d={down ? 'M-4-3H4L0 4Z' : 'M-4 3H4L0-4Z'}
      transform={`translate(${cx} ${cy})`}
      fill={down ? 'var(--safe)' : 'var(--risk)'}
      stroke="var(--surface)"
    />
  );
}

export default function ValueHistoryPlot({ steps, now, height }: PlotProps) {
  const first = steps.steps[0];
  const last = steps.steps.at(-1);
  if (!first || !last) return null;
  const words = new Map(steps.ticks.map((tick) => [tick.level, tick.words]));
  const longest = Math.max(...steps.ticks.map((tick) => tick.words.length));
  return (
    <PlotFrame height={height}>
      <LineChart
        data={steps.steps as Step[]}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid {...GRID} />
        <XAxis
          {...timeAxis(first.t, last.t)}
          tickFormatter={(t: number) => (t === last.t ? 'now' : stamp(t, now))}
        />
        <YAxis
          width={Math.min(110, longest * 6.6 + 12)}
          domain={[steps.domain[0], steps.domain[1]]}
          ticks={steps.ticks.map((tick) => tick.level)}
          tickFormatter={(level: number) => words.get(level) ?? ''}
          {...AXIS}
        />
        <Line dataKey="level" type="stepAfter" {...MAIN_LINE} dot={ChangeDot} />
        <Tooltip
          {...POINTER}
          content={({ active, payload }) => {
            const step = payload?.[0]?.payload as Step | undefined;
            if (!active || !step) return null;
            return (
              <PlotTip>
                <div className="num text-ink-3">{stamp(step.t, now)}</div>
                <div className="num font-medium">{step.words}</div>
                {step.item ? (
                  <div className="text-ink-2">
                    {step.item.actor.name}: {step.item.reason}
                  </div>
                ) : null}
              </PlotTip>
            );
          }}
        />
      </LineChart>
    </PlotFrame>
  );
}
