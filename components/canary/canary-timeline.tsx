// The programme over time: every stage as the manual asks for it and as it went, with pauses, extensions and now; readable as a table too.
'use client';
import clsx from 'clsx';
import { ChartFrame } from '#components/chart-frame.tsx';
import { stamp, stampShort } from '#components/format-time.ts';
import { Section } from '#components/ui/section.tsx';
import { Table } from '#components/ui/table.tsx';
import type { CanaryBody } from '#lib/contract/canary.ts';
import { type Course, type CourseRow, courseOf, endOf, type Stretch } from './canary-course.ts';
import { spanWords } from './canary-words.ts';

const COLUMNS = [
  { key: 'stage', label: 'Stage' },
  { key: 'asked', label: 'Asked for', right: true },
  { key: 'planned', label: 'Planned, UTC', className: 'max-sm:hidden' },
  { key: 'from', label: 'Entered' },
  { key: 'to', label: 'Left' },
  { key: 'paused', label: 'Paused', right: true, className: 'max-sm:hidden' },
  { key: 'extended', label: 'Extended', right: true, className: 'max-sm:hidden' },
];

const titleOf = ({ stage, title }: CourseRow): string => (stage === 0 ? title : `${stage}. ${title}`);

/** What was added to a stage or taken out of its time, in words; empty when nothing was. */
function besides({ pausedSeconds, extendedSeconds, pauses }: CourseRow): string {
  return [
    ...(pauses.length > 0 ? [`${spanWords(pausedSeconds)} paused`] : []),
    ...(extendedSeconds > 0 ? [`${spanWords(extendedSeconds)} added`] : []),
  ].join(', ');
}

function Piece({ on, at, className }: { on: Course; at: Stretch; className: string }) {
  const whole = Math.max(1, on.end - on.begin);
  const share = (ms: number) => `${((100 * ms) / whole).toFixed(3)}%`;
  return (
    <div
      className={clsx('absolute min-w-[3px]', className)}
      style={{ left: share(at.from - on.begin), width: share(at.to - at.from) }}
    />
  );
}

const LOOK = {
  planned: 'border border-dashed border-field rounded-[2px]',
  done: 'bg-ok rounded-[2px]',
  current: 'bg-ink rounded-[2px]',
  failed: 'bg-crit rounded-[2px]',
  ended: 'bg-ink-3 rounded-[2px]',
  ahead: 'border border-field bg-surface rounded-[2px]',
  paused: 'hatch bg-surface border border-ink',
  extended: 'border-b-2 border-risk',
} as const;

function Bar({ row, on, look }: { row: CourseRow; on: Course; look: keyof typeof LOOK }) {
  return (
    <div className="relative h-6">
      <Piece on={on} at={row.planned} className={clsx('top-0 h-1.5', LOOK.planned)} />
      {row.went ? <Piece on={on} at={row.went} className={clsx('top-2 h-3', LOOK[look])} /> : null}
      {row.ahead ? <Piece on={on} at={row.ahead} className={clsx('top-2 h-3', LOOK.ahead)} /> : null}
      {row.pauses.map((pause) => (
        <Piece key={pause.from} on={on} at={pause} className={clsx('top-2 h-3', LOOK.paused)} />
      ))}
      {row.extension ? (
        <Piece on={on} at={row.extension} className={clsx('top-2 h-[15px]', LOOK.extended)} />
      ) : null}
    </div>
  );
}

function Drawing({ course, body, now }: { course: Course; body: CanaryBody; now: number }) {
  const { rows, begin, end } = course;
  const looks = new Set(rows.map((row) => endOf(row, body.run)));
  const at = course.now === null ? null : ((course.now - begin) / Math.max(1, end - begin)) * 100;
  return (
    <div className="pt-1">
      <div className="relative">
        <div className="num flex justify-between pb-4 text-2xs leading-4 text-ink-3">
          <span>{stampShort(begin, now)}</span>
          <span>{stampShort(end, now)}</span>
        </div>
        {rows.map((row) => (
          <div key={row.key} className="border-t border-line pt-1">
            <p className="relative z-10 flex text-2xs text-ink-2">
              <span className="flex flex-wrap gap-x-2 bg-canvas pr-1">
                {titleOf(row)}
                <span className="text-ink-3">
                  {[spanWords(row.seconds), besides(row)].filter(Boolean).join(', ')}
                </span>
              </span>
            </p>
            <Bar row={row} on={course} look={endOf(row, body.run)} />
          </div>
        ))}
        {at === null ? null : (
          <div className="absolute top-4 bottom-0 w-px bg-ink" style={{ left: `${at.toFixed(3)}%` }}>
            <span
              className={clsx(
                'absolute top-0 px-1 text-2xs leading-none font-medium text-ink',
                at > 85 ? 'right-0' : 'left-0',
              )}
            >
              now
            </span>
          </div>
        )}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-2 text-2xs text-ink-2">
        {(
          [
            ['planned', 'as the manual asks for'],
            ['done', 'as it went'],
            ...(looks.has('failed') ? ([['failed', 'until it failed']] as const) : []),
            ...(looks.has('ended') ? ([['ended', 'until it was ended']] as const) : []),
            ...(looks.has('current') ? ([['current', 'under way']] as const) : []),
            ...(rows.some(({ ahead }) => ahead) ? ([['ahead', 'still to come']] as const) : []),
            ...(rows.some(({ pauses }) => pauses.length > 0) ? ([['paused', 'paused']] as const) : []),
            ...(rows.some(({ extension }) => extension) ? ([['extended', 'added']] as const) : []),
          ] as const
        ).map(([look, words]) => (
          <li key={look} className="inline-flex items-center gap-1.5">
            <span className={clsx('inline-block w-5', look === 'planned' ? 'h-1.5' : 'h-3', LOOK[look])} />
            {words}
          </li>
        ))}
      </ul>
    </div>
  );
}

function summaryOf({ run }: CanaryBody, { rows }: Course): string {
  const told = rows.map((row) => {
    const more = besides(row);
    return `${titleOf(row)}, ${spanWords(row.seconds)}${more === '' ? '' : `, ${more}`}`;
  });
  return `Stage ${run.stage} of ${run.stages}: ${run.stageTitle}. ${told.join('. ')}.`;
}

export function CanaryTimeline({ body, now }: { body: CanaryBody; now: number }) {
  const { run } = body;
  const course = courseOf(body, now);
  return (
    <Section title="Programme" rule>
      <ChartFrame
        label="Programme"
        figure={
          <p className="text-xs text-ink-3">
            {run.startedAt ? `begun ${stamp(run.startedAt, now)}` : 'not begun'}, stage {run.stage} of{' '}
            {run.stages}
          </p>
        }
        summary={summaryOf(body, course)}
        chart={<Drawing course={course} body={body} now={now} />}
        table={
          <Table caption="Programme, times in UTC" columns={COLUMNS}>
            {course.rows.map((row) => (
              <tr key={row.key}>
                <th scope="row" className="py-1 text-left font-normal whitespace-normal">
                  {titleOf(row)}
                  {besides(row) ? (
                    <span className="block text-2xs text-ink-3 sm:hidden">{besides(row)}</span>
                  ) : null}
                </th>
                <td className="num r">{spanWords(row.seconds)}</td>
                <td className="num max-sm:hidden">
                  {stampShort(row.planned.from, now)} to {stampShort(row.planned.to, now)}
                </td>
                <td className="num">{row.went ? stampShort(row.went.from, now) : '–'}</td>
                <td className="num">
                  {row.went === null
                    ? '–'
                    : run.endedAt === null && row.stage === run.stage
                      ? 'under way'
                      : stampShort(row.went.to, now)}
                </td>
                <td className="num r max-sm:hidden">
                  {row.pausedSeconds > 0 ? spanWords(row.pausedSeconds) : '–'}
                </td>
                <td className="num r max-sm:hidden">
                  {row.extendedSeconds > 0 ? spanWords(row.extendedSeconds) : '–'}
                </td>
              </tr>
            ))}
          </Table>
        }
      />
      <CourseNotes body={body} now={now} />
    </Section>
  );
}

/** Who paused and extended it, and why. */
function CourseNotes({ body, now }: { body: CanaryBody; now: number }) {
  const notes = [
    ...body.pauses.map(({ from, to, by, reason }) => ({
      at: from,
      words: `${by} paused it${to === null ? '' : ` until ${stamp(to, now)}`}`,
      reason,
    })),
    ...body.extensions.map(({ at, seconds, by, reason }) => ({
      ...{ at, reason, words: `${by} added ${spanWords(seconds)}` },
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  if (notes.length === 0) return null;
  return (
    <ul aria-label="Pauses and extensions" className="mt-2 text-xs text-ink-2">
      {notes.map(({ at, words, reason }) => (
        <li key={`${at} ${words}`} className="break-words">
          <span className="num text-ink-3">{stamp(at, now)}</span> {words}
          {reason ? `: ${reason}` : ''}
        </li>
      ))}
    </ul>
  );
}
