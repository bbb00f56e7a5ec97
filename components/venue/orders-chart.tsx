// The drawing of orders per second by route; loaded only where it is shown, because the chart library is large.
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
import { wayOfChange } from '#components/changes/change-plan.ts';
import { clock } from '#components/format-time.ts';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import { AXIS, GRID, PlotTip, POINTER } from '#components/ui/plot.tsx';
import {
  type Marker,
  niceTop,
  type OrdersPoint,
  ROUTES,
  type RouteKey,
  rateWords,
  spreadLabels,
  timeTicks,
} from './orders-series.ts';

interface OrdersChartProps {
  points: readonly OrdersPoint[];
  markers: readonly Marker[];
  height: number;
}

const TOP = 10;
const BOTTOM = 24;
const LEFT = 44;
const RIGHT = 92;
const LABEL_GAP = 15;

/** Routes differ by weight and dash, not by colour: colour is for risk. */
const STROKE = {
  internal: { stroke: 'var(--ink)', strokeWidth: 1.75, dash: undefined },
  hl: { stroke: 'var(--ink-3)', strokeWidth: 1.75, dash: undefined },
  refused: { stroke: 'var(--ink-2)', strokeWidth: 1.5, dash: '2 3' },
} as const satisfies Record<RouteKey, { stroke: string; strokeWidth: number; dash: string | undefined }>;

/** A change this near to the pointer is told with the values (ms). */
const NEAR_MS = 3_000;

export default function OrdersChart({ points, markers, height }: OrdersChartProps) {
  const last = points.at(-1);
  const first = points[0];
  if (!first || !last) return null;
  const top = niceTop(points.flatMap((point) => [point.internal, point.hl, point.refused]));
  const plot = height - TOP - BOTTOM;
  const labels = spreadLabels(
    ROUTES.map((route) => plot * (1 - last[route.key] / top)),
    LABEL_GAP,
    plot,
  );
  return (
    <div className="relative" style={{ height }}>
      <ResponsiveContainer width="100%" height="100%" minWidth={0}>
        <LineChart
          data={points as OrdersPoint[]}
          margin={{ top: TOP, right: RIGHT, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...GRID} />
          <XAxis
            dataKey="t"
            type="number"
            domain={[first.t, last.t]}
            ticks={timeTicks(first.t, last.t)}
            tickFormatter={(t: number) => clock(t)}
            height={BOTTOM}
            {...AXIS}
          />
          <YAxis
            width={LEFT}
            domain={[0, top]}
            ticks={[0, top / 2, top]}
            tickFormatter={rateWords}
            {...AXIS}
          />
          {markers.map((marker) => {
            const change = marker.changeSet.changes[0];
            const raises = change ? wayOfChange(change) !== 'reducing' : false;
            return (
              <ReferenceLine
                key={marker.changeSet.id}
                x={marker.t}
                stroke="var(--field)"
                strokeDasharray="2 3"
                label={{
                  value: raises ? '↗' : '↘',
                  position: 'top',
                  offset: -2,
                  fontSize: 11,
                  fill: raises ? 'var(--risk-text)' : 'var(--safe-text)',
                }}
              />
            );
          })}
          {ROUTES.map((route) => (
            <Line
              key={route.key}
              dataKey={route.key}
              name={route.label}
              type="linear"
              dot={false}
              activeDot={{ r: 3, strokeWidth: 0, fill: STROKE[route.key].stroke }}
              isAnimationActive={false}
              stroke={STROKE[route.key].stroke}
              strokeWidth={STROKE[route.key].strokeWidth}
              strokeDasharray={STROKE[route.key].dash}
            />
          ))}
          <Tooltip
            {...POINTER}
            content={({ active, label }) =>
              active && typeof label === 'number' ? (
                <Values t={label} points={points} markers={markers} />
              ) : null
            }
          />
        </LineChart>
      </ResponsiveContainer>
      {ROUTES.map((route, index) => (
        <span
          key={route.key}
          aria-hidden="true"
          className="tn absolute text-2xs leading-none"
          style={{
            top: TOP + (labels[index] ?? 0) - 6,
            left: `calc(100% - ${RIGHT - 8}px)`,
            color: STROKE[route.key].stroke,
          }}
        >
          {route.label} <span className="font-medium">{rateWords(last[route.key])}</span>
        </span>
      ))}
    </div>
  );
}

function Values({
  t,
  points,
  markers,
}: {
  t: number;
  points: readonly OrdersPoint[];
  markers: readonly Marker[];
}) {
  const point = points.find((one) => one.t === t);
  if (!point) return null;
  const near = markers.filter((marker) => Math.abs(marker.t - t) <= NEAR_MS);
  return (
    <PlotTip>
      <div className="num text-ink-3">{clock(t)}</div>
      {ROUTES.map((route) => (
        <div key={route.key} className="flex gap-4">
          <span className="text-ink-2">{route.label}</span>
          <span className="num ml-auto">{rateWords(point[route.key])}/s</span>
        </div>
      ))}
      {near.map(({ changeSet }) => {
        const change = changeSet.changes[0];
        return change ? (
          <div key={changeSet.id} className="mt-1 border-t border-line pt-1">
            <span className="num">{placeName(change.switch, change.symbol)}</span> to{' '}
            <span className="num">{formatSwitchValue(change.switch, change.newValue)}</span>,{' '}
            {changeSet.actor.name}
          </div>
        ) : null;
      })}
    </PlotTip>
  );
}
