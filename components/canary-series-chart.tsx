// One criterion or guard over time: the drawing with its limit and stages, and the same values as a table.
'use client';
import dynamic from 'next/dynamic';
import { valueWords } from './canary-words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { stamp } from './format-time.ts';
import { EmptyState } from './ui/panel-states.tsx';
import { patiently } from './ui/patiently.ts';
import { Table } from './ui/table.tsx';

const HEIGHT = 200;

const Plot = dynamic(() => patiently(() => import('./canary-plot.tsx')), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} />,
});

export interface SeriesView {
  title: string;
  is: string | null;
  target: number | null;
  unit: string | null;
  points: readonly { at: string; value: number | null }[];
  bands: readonly { stage: number; title: string; from: string; to: string }[];
}

const COLUMNS = [
  { key: 'at', label: 'When' },
  { key: 'value', label: 'Value', right: true },
];

export function CanarySeriesChart({ series, now }: { series: SeriesView; now: number }) {
  const { title, is, target, unit } = series;
  const points = series.points.map(({ at, value }) => ({ t: Date.parse(at), value }));
  const bands = series.bands.map(({ from, to, ...band }) => ({
    ...band,
    from: Date.parse(from),
    to: Date.parse(to),
  }));
  const latest = points.findLast(({ value }) => value !== null);
  if (!latest)
    return <EmptyState title="Nothing was measured yet">Samples come every 15 seconds.</EmptyState>;
  const limit = target === null ? '' : `limit ${is} ${valueWords(target, unit)}`;
  return (
    <ChartFrame
      label={title}
      figure={
        <p className="flex items-baseline gap-2">
          <span className="fig text-xl">{valueWords(latest.value, unit)}</span>
          <span className="text-xs text-ink-3">{limit}</span>
        </p>
      }
      summary={`${title}: ${valueWords(latest.value, unit)} now, ${limit}, ${points.length} parts.`}
      chart={<Plot points={points} target={target} unit={unit} bands={bands} height={HEIGHT} />}
      table={
        <div className="max-h-72 overflow-y-auto">
          <Table caption={title} columns={COLUMNS}>
            {points.toReversed().map(({ t, value }) => (
              <tr key={t}>
                <td className="num">{stamp(t, now)}</td>
                <td className="num r">{valueWords(value, unit)}</td>
              </tr>
            ))}
          </Table>
        </div>
      }
    />
  );
}
