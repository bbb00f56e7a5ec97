// The three charts of withdrawals by day, each also as a table: value, number, and time to approve.
'use client';
import clsx from 'clsx';
import dynamic from 'next/dynamic';
import { ChartFrame } from '#components/chart-frame.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { WithdrawalFiguresBody } from '#lib/contract/withdrawal-figures.ts';
import {
  barsSummary,
  type DayPoint,
  dayPoints,
  LIMIT_SECONDS,
  PARTS,
  type Part,
  tookWords,
} from './withdrawal-days.ts';
import { dollars } from './withdrawal-words.ts';

const HEIGHT = 200;
const loading = () => <div style={{ height: HEIGHT }} />;
const DaysPlot = dynamic(() => patiently(() => import('./withdrawal-days-plot.tsx')), {
  ssr: false,
  loading,
});
const TimesPlot = dynamic(() => patiently(() => import('./withdrawal-times-plot.tsx')), {
  ...{ ssr: false, loading },
});

const BAR_COLUMNS = [
  { key: 'day', label: 'Day, UTC' },
  { key: 'all', label: 'All', right: true },
  ...PARTS.map(({ key, label }) => ({ key, label, right: true })),
];
const TIME_COLUMNS = [
  { key: 'day', label: 'Day, UTC' },
  { key: 'count', label: 'Approved', right: true },
  { key: 'p50', label: 'Half within', right: true },
  { key: 'p95', label: '95% within', right: true },
];

/** Days with anything, the newest first. */
const filed = (points: readonly DayPoint[]) =>
  points.flatMap(({ figure }) => (figure === null ? [] : [figure])).toReversed();

/** As the parts of a bar are filled. */
const SWATCH: Record<Part, string> = {
  sent: 'bg-ink-2',
  open: 'bg-line-strong',
  rejected: 'border border-ink-3 hatch',
};

function Bars({
  title,
  measure,
  body,
}: {
  title: string;
  measure: 'usd' | 'count';
  body: WithdrawalFiguresBody;
}) {
  const points = dayPoints(body, measure);
  const shown = (one: { usd: string; count: number }) =>
    measure === 'usd' ? dollars(one.usd) : one.count.toLocaleString('en-US');
  return (
    <Section title={title} note="by day of filing">
      <ChartFrame
        label={title}
        figure={<span className="fig text-xl">{shown(body.total)}</span>}
        summary={barsSummary(title, points, measure)}
        chart={<DaysPlot points={points} measure={measure} height={HEIGHT} />}
        table={
          <Table caption={`${title} by day`} columns={BAR_COLUMNS}>
            {filed(points).map((one) => (
              <tr key={one.day}>
                <td className="num">{one.day}</td>
                <td className="num r font-semibold">{shown(one)}</td>
                {PARTS.map(({ key }) => (
                  <td key={key} className="num r">
                    {shown(one[key])}
                  </td>
                ))}
              </tr>
            ))}
          </Table>
        }
      />
    </Section>
  );
}

function Times({ body }: { body: WithdrawalFiguresBody }) {
  const points = dayPoints(body, 'count');
  const { count, p50Seconds, p95Seconds } = body.total.approval;
  const late = p95Seconds !== null && p95Seconds >= LIMIT_SECONDS;
  return (
    <Section title="Time to approve" note={`customers are promised ${LIMIT_SECONDS / 60} minutes`}>
      <ChartFrame
        label="Time to approve"
        figure={
          count === 0 ? (
            <p className="fig text-xl">None approved yet</p>
          ) : (
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="fig text-xl">{tookWords(p50Seconds)}</span>
              <span className={clsx('text-xs', late ? 'text-crit-text' : 'text-ink-3')}>
                half of them; 95% within {tookWords(p95Seconds)}
                {late ? ', later than promised' : ''}
              </span>
            </p>
          )
        }
        summary={
          count === 0
            ? `Time to approve: nothing was approved in ${points.length} days.`
            : `Time to approve: of ${count} approvals half within ${tookWords(p50Seconds)}, 95% within ${tookWords(p95Seconds)}; promised are ${LIMIT_SECONDS / 60} minutes.`
        }
        chart={<TimesPlot points={points} height={HEIGHT} />}
        table={
          <Table caption="Time to approve by day" columns={TIME_COLUMNS}>
            {filed(points).map(({ day, approval }) => (
              <tr key={day}>
                <td className="num">{day}</td>
                <td className="num r">{approval.count}</td>
                <td className="num r">{tookWords(approval.p50Seconds)}</td>
                <td className="num r">{tookWords(approval.p95Seconds)}</td>
              </tr>
            ))}
          </Table>
        }
      />
    </Section>
  );
}

export function WithdrawalDayCharts({ body }: { body: WithdrawalFiguresBody }) {
  return (
    <div>
      <div className="grid gap-x-8 gap-y-6 xl:grid-cols-3">
        <Bars title="Value" measure="usd" body={body} />
        <Bars title="Requests" measure="count" body={body} />
        <Times body={body} />
      </div>
      <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-3">
        {PARTS.map(({ key, label }) => (
          <span key={key} className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className={clsx('size-2.5 rounded-[2px]', SWATCH[key])} />
            {label}
          </span>
        ))}
        <span>Solid line: half of the approvals; dotted: 95% of them</span>
        <span className="text-crit-text">Dashed red: what customers are promised</span>
      </p>
    </div>
  );
}
