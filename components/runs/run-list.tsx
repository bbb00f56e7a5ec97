// Runs in a list: name, what it is, how far it is, who began it when.
import Link from 'next/link';
import { stamp } from '#components/format-time.ts';
import { Chip } from '#components/ui/chip.tsx';
import { runName } from '#lib/catalog/runs.ts';
import type { RunSummary } from '#lib/contract/runs.ts';

export function RunList({ runs, now, label }: { runs: readonly RunSummary[]; now: number; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {runs.map((run) => (
        <li key={run.id}>
          <Link
            href={`/rollback/${run.number}`}
            className="flex min-h-[54px] flex-wrap items-center gap-x-4 px-4 py-2 hover:bg-hover lg:px-6"
          >
            <span className="num text-xs text-ink-3 max-sm:basis-full sm:w-20">{runName(run.number)}</span>
            <span className="min-w-0 flex-1 max-sm:basis-full sm:basis-52">
              <span className="block truncate text-sm font-medium">{run.title}</span>
              <span className="block truncate text-xs text-ink-3">
                {run.state === 'ended' ? `Ended: ${run.endReason}` : (run.next ?? run.reason)}
              </span>
            </span>
            <span className="text-xs text-ink-3 max-sm:mr-auto">
              {run.startedBy}, {stamp(run.startedAt, now)}
            </span>
            <Chip tone={run.state === 'complete' ? 'ok' : 'plain'}>
              {run.state === 'active' ? `${run.settled} of ${run.steps}` : run.state}
            </Chip>
          </Link>
        </li>
      ))}
    </ul>
  );
}
