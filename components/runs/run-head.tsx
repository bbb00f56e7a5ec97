// The head of a run: its name, what it is about, who leads it, and the times that matter.
import clsx from 'clsx';
import Link from 'next/link';
import { openIncidentHref } from '#components/incidents/incident-href.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { RunBody } from '#lib/contract/runs.ts';
import { headFigures, ledBy } from './run-words.ts';

const TONE = { plain: '', ok: 'text-ok-text', late: 'text-risk-text' } as const;

export function RunHead({ body, sinceMs }: { body: RunBody; sinceMs: number }) {
  const { run, people } = body;
  const state =
    run.state === 'active' ? '' : run.state === 'complete' ? ', complete' : `, ended by ${run.endedBy}`;
  return (
    <div className="border-b border-line-strong lg:flex">
      <div className="min-w-0 flex-1 px-4 py-3 lg:px-6">
        <p className="text-xs text-ink-3">
          <span className="num">{runName(run.number)}</span>
          {state}: {run.state === 'ended' ? run.endReason : run.reason}
        </p>
        <h2 className="mt-0.5 text-xl font-semibold tracking-tight break-words">{run.title}</h2>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-ink-2">
          {ledBy(people)}
          <Link
            href={openIncidentHref('run', run.id)}
            className="noprint inline-flex items-center underline pointer-coarse:min-h-11"
          >
            Open an incident
          </Link>
        </p>
      </div>
      <dl className="flex shrink-0 max-lg:border-t max-lg:border-line">
        {headFigures(body, sinceMs).map(({ label, value, note, tone }) => (
          <div
            key={label}
            className="min-w-0 flex-1 border-line px-4 py-3 not-first:border-l lg:flex-none lg:border-l lg:px-5"
          >
            <dt className="lbl whitespace-nowrap">{label}</dt>
            <dd className={clsx('fig mt-0.5 text-xl whitespace-nowrap lg:text-2xl', TONE[tone])}>{value}</dd>
            <dd className="tn text-xs whitespace-nowrap text-ink-3">{note}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
