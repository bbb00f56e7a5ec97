// The share of the traffic over time, wanted and achieved: a drawing, and the same values as a table.
'use client';
import dynamic from 'next/dynamic';
import { ChartFrame } from '#components/chart-frame.tsx';
import { ChartKey } from '#components/chart-key.tsx';
import { stamp } from '#components/format-time.ts';
import { NotYetState } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Table } from '#components/ui/table.tsx';
import type { ReleaseBody } from '#lib/contract/releases.ts';
import { STROKES } from './baseline-points.ts';
import { figureWords, shareSummary, shareWords } from './release-words.ts';

const HEIGHT = 180;
const Plot = dynamic(() => patiently(() => import('./release-share-plot.tsx')), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} />,
});

const COLUMNS = [
  { key: 'at', label: 'When, UTC' },
  { key: 'wanted', label: 'Wanted', right: true },
  { key: 'achieved', label: 'By weight', right: true },
  { key: 'traffic', label: 'By requests', right: true },
  { key: 'errors', label: 'Errors', right: true },
  { key: 'p99', label: 'P99', right: true },
];

export function ReleaseShareChart({ body, now }: { body: ReleaseBody; now: number }) {
  const { shares } = body;
  const last = shares.at(-1);
  if (!last)
    return <NotYetState title="Nothing is measured yet">It begins when the release is approved.</NotYetState>;
  return (
    <div>
      <ChartFrame
        label="Share of the traffic"
        figure={
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="fig text-xl">{shareWords(last.achieved)}</span>
            <span className="text-xs text-ink-3">
              at the gateway, {last.wanted}% wanted, {shareWords(last.traffic)} of the requests
            </span>
          </p>
        }
        summary={shareSummary(shares)}
        chart={<Plot shares={shares} now={now} height={HEIGHT} />}
        table={
          <Table caption="Share of the traffic over time" columns={COLUMNS}>
            {shares.toReversed().map((point) => (
              <tr key={point.at}>
                <td className="num">{stamp(point.at, now)}</td>
                <td className="num r">{point.wanted}%</td>
                <td className="num r">{shareWords(point.achieved)}</td>
                <td className="num r">{shareWords(point.traffic)}</td>
                <td className="num r">{figureWords('error-rate', point.errorRate)}</td>
                <td className="num r">{figureWords('p99', point.p99Ms)}</td>
              </tr>
            ))}
          </Table>
        }
      />
      <ChartKey
        lines={[
          { name: 'At the gateway', stroke: STROKES.measured },
          { name: 'Wanted', stroke: STROKES.baseline },
        ]}
      />
    </div>
  );
}
