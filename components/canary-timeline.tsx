// The programme over time: every stage as a bar from its begin to its end, planned and as it was; readable as a table too.
'use client';
import clsx from 'clsx';
import type { CanaryBody } from '#lib/contract/canary.ts';
import { placeOf, spanWords } from './canary-words.ts';
import { ChartFrame } from './chart-frame.tsx';
import { stamp } from './format-time.ts';
import { Section } from './ui/section.tsx';
import { Table } from './ui/table.tsx';

const COLUMNS = [
  { key: 'stage', label: 'Stage' },
  { key: 'planned', label: 'Asked for', right: true },
  { key: 'from', label: 'Entered' },
  { key: 'to', label: 'Left' },
];

export function CanaryTimeline({ body, now }: { body: CanaryBody; now: number }) {
  const { run, stages, clock } = body;
  const end = run.endedAt ? Date.parse(run.endedAt) : now;
  // What is still to come stands behind what was, as long as the manual asks for.
  let at = Date.parse(run.startedAt ?? run.plannedAt);
  const begin = at;
  const bars = stages.map((stage) => {
    const current = stage.stage === run.stage && run.endedAt === null;
    const from = stage.enteredAt ? Date.parse(stage.enteredAt) : Math.max(at, end);
    const left = stage.leftAt ? Date.parse(stage.leftAt) : null;
    const to =
      left ?? (current ? Math.max(end, from + clock.requiredSeconds * 1_000) : from + stage.seconds * 1_000);
    at = to;
    return { stage, from, to };
  });
  const whole = Math.max(1, at - begin);
  const share = (t: number) => `${((100 * (t - begin)) / whole).toFixed(2)}%`;
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
        summary={`Stage ${run.stage} of ${run.stages}: ${run.stageTitle}.`}
        chart={
          <div className="relative flex flex-col gap-1 py-1">
            {bars.map(({ stage, from, to }) => (
              <div key={stage.key} className="relative h-5">
                <div
                  className={clsx(
                    'absolute h-full min-w-[3px] rounded-sm px-1.5 text-2xs leading-5 whitespace-nowrap',
                    placeOf(stage.stage, body) === 'done' && 'bg-ok text-canvas',
                    placeOf(stage.stage, body) === 'current' && 'bg-ink text-canvas',
                    ['next', 'later'].includes(placeOf(stage.stage, body)) &&
                      'border border-dashed border-line-strong text-ink-3',
                  )}
                  style={{ left: share(from), width: share(begin + (to - from)) }}
                >
                  {stage.stage}
                </div>
              </div>
            ))}
            {run.startedAt && run.endedAt === null ? (
              <div className="absolute inset-y-0 w-px bg-crit" style={{ left: share(end) }} />
            ) : null}
          </div>
        }
        table={
          <Table caption="Programme" columns={COLUMNS}>
            {stages.map((stage) => (
              <tr key={stage.key}>
                <td>
                  {stage.stage}. {stage.title}
                </td>
                <td className="num r">{spanWords(stage.seconds)}</td>
                <td className="num">{stage.enteredAt ? stamp(stage.enteredAt, now) : '–'}</td>
                <td className="num">{stage.leftAt ? stamp(stage.leftAt, now) : '–'}</td>
              </tr>
            ))}
          </Table>
        }
      />
    </Section>
  );
}
