// One criterion or guard over time: the drawing with its line and stages, and the same values as a table; compared with a baseline, both.
'use client';
import clsx from 'clsx';
import dynamic from 'next/dynamic';
import { ChartFrame } from '#components/chart-frame.tsx';
import { stamp } from '#components/format-time.ts';
import { BaselineChart } from '#components/releases/baseline-chart.tsx';
import { NotYetState } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Table } from '#components/ui/table.tsx';
import { valueWords } from './canary-words.ts';
import {
  type Beyond,
  beyondOf,
  beyondWords,
  lineWords,
  partWords,
  type SeriesPoint,
  type SeriesView,
  seriesPoints,
} from './series-points.ts';

const HEIGHT = 200;

const Plot = dynamic(() => patiently(() => import('./canary-plot.tsx')), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} />,
});

/** Of more, the newest are listed. */
const LISTED = 5;

const COLUMNS = [
  { key: 'at', label: 'When, UTC' },
  { key: 'value', label: 'Value', right: true },
  { key: 'low', label: 'Lowest', right: true },
  { key: 'high', label: 'Highest', right: true },
  { key: 'line', label: 'Line' },
];

function SeriesTable({
  series,
  points,
  now,
}: {
  series: SeriesView;
  points: readonly SeriesPoint[];
  now: number;
}) {
  const { title, unit } = series;
  return (
    <Table caption={`${title} over time, ${lineWords(series)}`} columns={COLUMNS} headTop="top-0">
      {points.toReversed().map(({ t, value, low, high, beyond }) => (
        <tr key={t}>
          <td className="num">{stamp(t, now)}</td>
          <td className="num r">{value === null ? 'not measured' : valueWords(value, unit)}</td>
          <td className="num r text-ink-3">{valueWords(low, unit)}</td>
          <td className="num r text-ink-3">{valueWords(high, unit)}</td>
          <td className={clsx(beyond && 'text-crit-text')}>
            {beyond ? 'beyond' : value === null ? '' : 'within'}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function BeyondList({ beyond, unit, now }: { beyond: readonly Beyond[]; unit: string | null; now: number }) {
  if (beyond.length === 0) return null;
  return (
    <ul aria-label="Times beyond its line" className="text-xs text-ink-2">
      {beyond
        .slice(-LISTED)
        .toReversed()
        .map(({ from, to, peak }) => (
          <li key={from} className="num">
            <span aria-hidden="true" className="text-crit-text">
              ▲{' '}
            </span>
            {from === to ? stamp(from, now) : `${stamp(from, now)} to ${stamp(to, now)}`},{' '}
            {valueWords(peak, unit)}
          </li>
        ))}
    </ul>
  );
}

export function CanarySeriesChart({ series, now }: { series: SeriesView; now: number }) {
  const { title, target, unit, baseline } = series;
  const points = seriesPoints(series);
  const beyond = beyondOf(series, points);
  const bands = series.bands.map(({ from, to, ...band }) => ({
    ...band,
    from: Date.parse(from),
    to: Date.parse(to),
  }));
  const latest = points.findLast(({ value }) => value !== null);
  if (!latest)
    return <NotYetState title="Nothing was measured yet">Samples come every 15 seconds.</NotYetState>;
  const line = lineWords(series);
  const figure = valueWords(latest.value, unit);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <ChartFrame
          label={title}
          figure={
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="fig text-xl">{figure}</span>
              <span className="text-xs text-ink-3">
                {stamp(latest.t, now)}, {line}, {beyondWords(beyond.length)}
              </span>
            </p>
          }
          summary={`${title}: ${figure} at ${stamp(latest.t, now)}, ${line}, ${beyondWords(beyond.length)}.`}
          chart={<Plot {...{ points, beyond, line, target, unit, bands }} height={HEIGHT} />}
          table={<SeriesTable series={series} points={points} now={now} />}
        />
        <p className="text-2xs text-ink-3">{partWords(series.partSeconds, points)}</p>
        <BeyondList beyond={beyond} unit={unit} now={now} />
      </div>
      {baseline ? (
        <BaselineChart
          title={`Canary against the ${baseline.title}`}
          names={{ measured: 'Canary', baseline: baseline.title, limit: 'Limit' }}
          words={(value) => valueWords(value, baseline.unit)}
          points={points.map(({ t, measured, baseline: base }) => ({
            ...{ t, measured, baseline: base },
            limit: base === null || target === null ? null : base * target,
          }))}
          now={now}
        />
      ) : null}
    </div>
  );
}
