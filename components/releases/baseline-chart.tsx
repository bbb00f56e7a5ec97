// A baseline against what is compared with it: both lines in one drawing, their ratio, and the same values as a table.
'use client';
import dynamic from 'next/dynamic';
import { ChartFrame } from '#components/chart-frame.tsx';
import { ChartKey } from '#components/chart-key.tsx';
import { stamp } from '#components/format-time.ts';
import { patiently } from '#components/ui/patiently.ts';
import { Table } from '#components/ui/table.tsx';
import {
  type BaselineNames,
  type BaselinePoint,
  newestPair,
  ratioOf,
  ratioWords,
  STROKES,
} from './baseline-points.ts';

const HEIGHT = 180;

const Plot = dynamic(() => patiently(() => import('./baseline-plot.tsx')), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} />,
});

interface BaselineChartProps {
  title: string;
  names: BaselineNames;
  /** A value with its unit; a dash where it is not known. */
  words: (value: number | null) => string;
  points: readonly BaselinePoint[];
  now: number;
}

export function BaselineChart({ title, names, words, points, now }: BaselineChartProps) {
  const pair = newestPair(points);
  if (!pair)
    return <p className="text-xs text-ink-3">{title}: there is no moment at which both are known yet.</p>;
  const limited = points.some(({ limit }) => limit !== null);
  const ratio = ratioWords(ratioOf(pair));
  const columns = [
    { key: 'at', label: 'When, UTC' },
    { key: 'measured', label: names.measured, right: true },
    { key: 'baseline', label: names.baseline, right: true },
    { key: 'ratio', label: 'Ratio', right: true },
    ...(limited ? [{ key: 'limit', label: names.limit, right: true, className: 'max-sm:hidden' }] : []),
  ];
  const against = `${words(pair.measured)} against ${words(pair.baseline)}`;
  return (
    <div>
      <h3 className="text-xs font-semibold">{title}</h3>
      <ChartFrame
        label={title}
        figure={
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="fig text-xl">{ratio}</span>
            <span className="num text-xs text-ink-3">{against}</span>
          </p>
        }
        summary={`${title}: ${against}, ${ratio}${pair.limit === null ? '' : `, limit ${words(pair.limit)}`}.`}
        chart={<Plot points={points} names={names} words={words} height={HEIGHT} now={now} />}
        table={
          <Table caption={title} columns={columns} headTop="top-0">
            {points.toReversed().map((point) => (
              <tr key={point.t}>
                <td className="num">{stamp(point.t, now)}</td>
                <td className="num r">{words(point.measured)}</td>
                <td className="num r">{words(point.baseline)}</td>
                <td className="num r">{ratioWords(ratioOf(point))}</td>
                {limited ? <td className="num r text-ink-3 max-sm:hidden">{words(point.limit)}</td> : null}
              </tr>
            ))}
          </Table>
        }
      />
      <ChartKey
        lines={(['measured', 'baseline', 'limit'] as const)
          .filter((line) => line !== 'limit' || limited)
          .map((line) => ({ name: names[line], stroke: STROKES[line] }))}
      />
    </div>
  );
}
