// Releases that wait for approval: what gets the traffic, who started it; each leads to its own page.
import Link from 'next/link';
import { stamp } from '#components/format-time.ts';
import { releaseName } from '#lib/catalog/releases.ts';
import type { AttentionView } from '#lib/contract/approvals.ts';

interface ReleaseWaitListProps {
  releases: AttentionView['releases'];
  /** Those that you may approve. */
  mine: AttentionView['releases'];
  now: string;
}

export function ReleaseWaitList({ releases, mine, now }: ReleaseWaitListProps) {
  return (
    <ul className="divide-y divide-line border-b border-line text-sm">
      {releases.map((release) => (
        <li key={release.number}>
          <Link
            href={`/releases/${release.number}`}
            className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 py-2"
          >
            <span className="num font-medium">{releaseName(release.number)}</span>
            <span className="num min-w-0 flex-1">
              {release.fromVersion} → {release.toVersion}
            </span>
            <span className="text-xs text-ink-2">
              {mine.includes(release) ? 'Yours to approve' : 'Waits for a risk manager'}, started by{' '}
              {release.startedBy.name} at <span className="num">{stamp(release.startedAt, now)}</span> UTC
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
