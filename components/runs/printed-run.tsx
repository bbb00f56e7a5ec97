// A run as it is printed: head, each stage as a table of its steps, checkpoints, signatures, notes, and who printed it when.
'use client';
import { Printer } from 'lucide-react';
import { exact, stamp } from '#components/format-time.ts';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { usePrintedPage } from '#components/use-printed-page.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { RunBody, RunStepView } from '#lib/contract/runs.ts';
import { headFigures, ledBy, stageTime } from './run-words.ts';

function detailsOf(step: RunStepView): string[] {
  const option = step.options.find(({ key }) => key === step.option);
  return [
    ...step.changes.map(
      ({ switch: name, symbol, oldValue, newValue }) =>
        `${placeName(name, symbol)} ${formatSwitchValue(name, oldValue)} to ${formatSwitchValue(name, newValue)}`,
    ),
    ...(step.effect ? [`${step.effect.applied} of ${step.effect.expected} instances`] : []),
    ...(option ? [option.label] : []),
    ...(step.evidence ? [step.evidence] : []),
    ...step.fields.flatMap(({ label, value, unit }) =>
      value === null ? [] : [`${label}: ${value}${unit ? ` ${unit}` : ''}`],
    ),
    ...(step.finding && step.state === 'done' ? [step.finding.found] : []),
    ...(step.reason ? [step.reason] : []),
    ...(step.sign
      ? [
          step.sign.statement,
          ...step.sign.signatures.map(({ name, at }) => `Signed: ${name}, ${exact(at)} UTC`),
        ]
      : []),
  ];
}

export function PrintedRun({ body, printedBy }: { body: RunBody; printedBy: string }) {
  const { run } = body;
  usePrintedPage(`Bulkhead, ${run.title}`, runName(run.number));
  const end = run.state === 'active' ? 'in progress' : `${run.state} ${run.overAt ? exact(run.overAt) : ''}`;
  return (
    <Screen
      title={runName(run.number)}
      actions={
        <Button icon={Printer} onClick={() => window.print()}>
          Print
        </Button>
      }
      className="mx-auto max-w-[190mm] p-4 lg:p-6"
    >
      <h2 className="text-xl font-semibold">{run.title}</h2>
      <p className="mt-1 text-sm">{run.reason}</p>
      <p className="mt-1 text-xs text-ink-2">
        {runName(run.number)}, started {exact(run.startedAt)} UTC, {end}. {ledBy(body.people)}. {body.source}.
        {run.endReason ? ` Ended by ${run.endedBy}: ${run.endReason}` : ''}
      </p>
      <dl className="mt-3 flex gap-8 border-y border-line-strong py-2">
        {headFigures(body, 0).map(({ label, value, note }) => (
          <div key={label}>
            <dt className="lbl">{label}</dt>
            <dd className="fig text-lg">{value}</dd>
            <dd className="text-xs text-ink-3">{note}</dd>
          </div>
        ))}
      </dl>
      {body.stages.map((stage, index) => (
        <section key={stage.key} className="mt-4">
          <h3 className="keep text-sm font-semibold">
            {index + 1}. {stage.title}
            <span className="num ml-3 text-xs font-normal text-ink-2">
              {stage.state === 'not needed' ? 'not needed' : stageTime(stage, 0, false)}
            </span>
          </h3>
          {stage.state === 'not needed' ? null : (
            <table className="mt-1 w-full border-collapse border-t border-line text-xs">
              <thead className="sr-only">
                <tr>
                  <th scope="col">Step</th>
                  <th scope="col">State</th>
                  <th scope="col">Who and when</th>
                </tr>
              </thead>
              <tbody>
                {stage.steps.map((step) => (
                  <tr key={step.key} className="border-b border-line align-top">
                    <td className="py-1.5 pr-3">
                      <span className="font-medium">{step.title}</span>
                      {detailsOf(step).map((line) => (
                        <span key={line} className="block break-words whitespace-pre-line text-ink-2">
                          {line}
                        </span>
                      ))}
                    </td>
                    <td className="w-24 py-1.5 pr-3">{step.state}</td>
                    <td className="w-44 py-1.5 text-right">
                      {step.doneAt
                        ? `${step.doneBy ?? 'by itself'}, ${stamp(step.doneAt, run.startedAt)}`
                        : ''}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {stage.checkpoint?.passedAt ? (
            <p className="keep mt-1.5 border border-line-strong px-2 py-1 text-xs">
              <span className="font-semibold">Checkpoint: {stage.checkpoint.title}</span>, passed{' '}
              {stamp(stage.checkpoint.passedAt, run.startedAt)}. {stage.checkpoint.facts.join(', ')}
            </p>
          ) : null}
        </section>
      ))}
      {body.notes.length > 0 ? (
        <section className="mt-4">
          <h3 className="text-sm font-semibold">Notes</h3>
          <ul className="text-xs">
            {body.notes.map((note) => (
              <li key={note.id} className="py-1 break-words whitespace-pre-line">
                {stamp(note.at, run.startedAt)}, {note.by}: {note.text}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <p className="mt-6 border-t border-line pt-2 text-xs text-ink-3">
        Printed by {printedBy}, as of {exact(body.now)} UTC.
      </p>
    </Screen>
  );
}
