// One measure of the alerts by week: its median of the whole span, the drawing, and the same values as a table.
'use client';
import clsx from 'clsx';
import dynamic from 'next/dynamic';
import { ChartFrame } from '#components/chart-frame.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { AlertTimesBody } from '#lib/contract/alert-history.ts';
import { type MEASURES, msWords, pointsOf, summaryOf, topOf, weekWords, wholeOf } from './alert-times.ts';
import { tookMs } from './alert-words.ts';

const HEIGHT = 180;

const Plot = dynamic(() => patiently(() => import('./alert-times-plot.tsx')), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} />,
});

const COLUMNS = [
  { key: 'week', label: 'Week of' },
  { key: 'count', label: 'Measured', right: true },
  { key: 'median', label: 'Median', right: true },
  { key: 'worst', label: 'Worst', right: true },
  { key: 'late', label: 'Late', right: true },
];

interface AlertTimesChartProps {
  measure: (typeof MEASURES)[number];
  body: AlertTimesBody;
  /** Null: all of them together. */
  alert: string | null;
}

export function AlertTimesChart({ measure, body, alert }: AlertTimesChartProps) {
  const { key, title, limitMs } = measure;
  const whole = wholeOf(body, alert)?.[key];
  const top = topOf(
    limitMs,
    body.items.filter((item) => item.alert === alert && item.week !== null).map((item) => item[key]),
  );
  const points = pointsOf(body, alert, key, top);
  const late = whole?.late ?? 0;
  return (
    <Section title={title} note={`limit ${tookMs(limitMs)}`}>
      <ChartFrame
        label={title}
        figure={
          <p className="flex items-baseline gap-2">
            <span className="fig text-xl">{msWords(whole?.medianMs ?? null)}</span>
            <span className="text-xs text-ink-3">median, worst {msWords(whole?.worstMs ?? null)}</span>
            <span className={clsx('text-xs', late > 0 ? 'text-crit-text' : 'text-ok-text')}>
              {late > 0 ? `${late} late` : 'none late'}
            </span>
          </p>
        }
        summary={summaryOf(title, limitMs, whole, body.weeks.length)}
        chart={<Plot points={points} limitMs={limitMs} top={top} height={HEIGHT} />}
        table={
          <Table caption={`${title} by week`} columns={COLUMNS}>
            {points
              .filter(({ taken }) => taken !== null)
              .toReversed()
              .map(({ t, taken }) => (
                <tr key={t}>
                  <td className="num">{weekWords(t)}</td>
                  <td className="num r">{taken?.count}</td>
                  <td className="num r">{msWords(taken?.medianMs ?? null)}</td>
                  <td className="num r">{msWords(taken?.worstMs ?? null)}</td>
                  <td className={clsx('num r', taken && taken.late > 0 && 'text-crit-text')}>
                    {taken?.late}
                  </td>
                </tr>
              ))}
          </Table>
        }
      />
    </Section>
  );
}
