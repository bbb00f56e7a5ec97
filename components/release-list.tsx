// Releases in a list: number, versions, how its traffic moves, where it stands.
'use client';
import Link from 'next/link';
import { releaseName } from '#lib/catalog/releases.ts';
import type { ReleaseSummary } from '#lib/contract/releases.ts';
import { lasting, stamp } from './format-time.ts';
import { releaseState, releaseTone, underVersions } from './release-words.ts';
import { Chip } from './ui/chip.tsx';

export function ReleaseList({ releases, now }: { releases: readonly ReleaseSummary[]; now: number }) {
  return (
    <ul aria-label="Releases" className="divide-y divide-line">
      {releases.map((release) => (
        <li key={release.id}>
          <Link
            href={`/releases/${release.number}`}
            className="flex min-h-[54px] flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover lg:px-6"
          >
            <span className="num w-16 text-xs text-ink-3">{releaseName(release.number)}</span>
            <span className="min-w-0 flex-1 basis-52 max-sm:basis-full">
              <span className="num block truncate text-sm font-medium">
                {release.fromVersion} → {release.toVersion}
              </span>
              <span className="block truncate text-xs text-ink-3">{underVersions(release)}</span>
            </span>
            <span className="tn text-xs text-ink-3">
              {stamp(release.startedAt, now)}, {lasting(release.durationSeconds)}
            </span>
            <span className="num w-12 text-right text-xs">{release.share}%</span>
            <Chip tone={releaseTone(release.state)}>{releaseState(release.state)}</Chip>
          </Link>
        </li>
      ))}
    </ul>
  );
}
