// Orders per second by route, live: internal, to HL, refused; changes are marked, and the values can be read as a table.
'use client';
import dynamic from 'next/dynamic';
import { ChartFrame } from '#components/chart-frame.tsx';
import { clock } from '#components/format-time.ts';
import { EmptyState, LoadingRows } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Table } from '#components/ui/table.tsx';
import type { ChangeSetView, FiguresBody } from '#lib/contract/console.ts';
import { markersIn, ordersPoints, ordersSummary, ROUTES, rateWords } from './orders-series.ts';

const OrdersChart = dynamic(() => patiently(() => import('./orders-chart.tsx')), { ssr: false });

interface OrdersByRouteProps {
  /** Undefined while it is read for the first time. */
  figures: FiguresBody | undefined;
  /** Marked where they fall into the span. */
  changes: readonly ChangeSetView[];
  /** Height of the drawing in px; kept while it loads. */
  height?: number;
}

const COLUMNS = [
  { key: 't', label: 'Time, UTC' },
  ...ROUTES.map(({ key, label }) => ({ key, label: `${label}/s`, right: true })),
];
/** Rows of the table: the newest. */
const ROWS = 30;

export function OrdersByRoute({ figures, changes, height = 220 }: OrdersByRouteProps) {
  const points = figures ? ordersPoints(figures) : [];
  const first = points[0];
  const last = points.at(-1);
  const now = ordersSummary(last);
  const body = !figures ? (
    <LoadingRows rows={4} label="Reading orders by route" />
  ) : !first || !last ? (
    <EmptyState title="No orders reported yet">
      The chart starts with the first instance that reports its orders.
    </EmptyState>
  ) : null;
  return (
    <ChartFrame
      label="Orders by route"
      figure={
        now ? (
          <span className="flex items-baseline gap-2 whitespace-nowrap">
            <span className="fig text-lg">{now.total}</span>
            <span className="text-xs text-ink-3">orders/s, {now.share}</span>
          </span>
        ) : null
      }
      summary={
        now && last
          ? `Orders per second at ${clock(last.t)}: ${ROUTES.map((route) => `${route.label} ${rateWords(last[route.key])}`).join(', ')}.`
          : 'No orders reported yet.'
      }
      chart={
        <div style={{ minHeight: height }}>
          {body ?? (
            <OrdersChart
              points={points}
              markers={first && last ? markersIn(changes, first.t, last.t) : []}
              height={height}
            />
          )}
        </div>
      }
      table={
        body ?? (
          <Table caption="Orders per second by route" columns={COLUMNS} headTop="top-0">
            {points
              .slice(-ROWS)
              .reverse()
              .map((point) => (
                <tr key={point.t}>
                  <th scope="row" className="num">
                    {clock(point.t)}
                  </th>
                  {ROUTES.map((route) => (
                    <td key={route.key} className="r num">
                      {rateWords(point[route.key])}
                    </td>
                  ))}
                </tr>
              ))}
          </Table>
        )
      }
    />
  );
}
