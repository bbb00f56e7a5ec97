// Procedures of the catalogue: what each is for, its stages, when it was last done or is due, and the button that starts it.
'use client';
import Link from 'next/link';
import { stampShort } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { runName } from '#lib/catalog/runs.ts';
import type { ProcedureView } from '#lib/contract/runs.ts';
import { span } from '#lib/rules/runs/run-markdown.ts';

interface ProcedureListProps {
  items: readonly ProcedureView[];
  now: number;
  heldBy: (procedure: ProcedureView) => string | null;
  onStart: (procedure: ProcedureView) => void;
}

const DUE = { done: 'ok', due: 'plain', overdue: 'risk' } as const;

function When({ procedure, now }: { procedure: ProcedureView; now: number }) {
  const { due, lastCompleted, active } = procedure;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
      {due ? (
        <Chip tone={DUE[due.state]}>
          {due.state === 'done'
            ? 'Done'
            : `${due.state === 'due' ? 'Due' : 'Overdue'}, by ${stampShort(due.by, now)}`}
        </Chip>
      ) : null}
      {active.map(({ runId, number, startedBy }) => (
        <Link key={runId} href={`/rollback/${number}`} className="text-ink-2 underline">
          {runName(number)} runs, {startedBy}
        </Link>
      ))}
      {lastCompleted ? (
        <Link href={`/rollback/${lastCompleted.number}`} className="underline">
          last done {stampShort(lastCompleted.at, now)}
        </Link>
      ) : (
        <span>never done</span>
      )}
    </span>
  );
}

export function ProcedureList({ items, now, heldBy, onStart }: ProcedureListProps) {
  return (
    <ul className="divide-y divide-line">
      {items.map((procedure) => (
        <li key={procedure.key} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
          <div className="min-w-0 flex-1 basis-72">
            <h3 className="text-sm font-medium">
              {procedure.title}
              {procedure.goalSeconds === null ? null : (
                <span className="num ml-2 text-xs text-ink-3">goal {span(procedure.goalSeconds)}</span>
              )}
            </h3>
            <p className="max-w-[80ch] text-xs text-ink-2">{procedure.purpose}</p>
            <details className="mt-1 text-xs text-ink-3">
              <summary className="cursor-pointer">
                {procedure.stages.length === 1 ? 'One stage' : `${procedure.stages.length} stages`},{' '}
                {procedure.source}
              </summary>
              <ol className="mt-1 flex flex-col gap-1">
                {procedure.stages.map((stage, index) => (
                  <li key={stage.title}>
                    <span className="text-ink-2">
                      {index + 1}. {stage.title}
                    </span>
                    {stage.goalSeconds === null ? '' : ` in ${span(stage.goalSeconds)}`}:{' '}
                    {stage.steps.join('; ')}
                  </li>
                ))}
              </ol>
            </details>
          </div>
          <div className="flex flex-col gap-1 sm:w-56">
            <When procedure={procedure} now={now} />
          </div>
          <Button
            className="max-sm:ml-auto"
            disabledReason={heldBy(procedure)}
            onClick={() => onStart(procedure)}
          >
            Start<span className="sr-only"> {procedure.title}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
