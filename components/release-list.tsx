// Releases in a list: number, versions, who stands behind it, when, its traffic, where it stands.
'use client';
import Link from 'next/link';
import { releaseName } from '#lib/catalog/releases.ts';
import type { ReleaseSummary } from '#lib/contract/releases.ts';
import { lasting, stamp } from './format-time.ts';
import { releaseState, releaseTone, underVersions } from './release-words.ts';
import { Chip } from './ui/chip.tsx';
import { Table } from './ui/table.tsx';

const COLUMNS = [
  { key: 'release', label: 'Release' },
  { key: 'state', label: 'State' },
  { key: 'traffic', label: 'Traffic', right: true },
  { key: 'started', label: 'Started, UTC', className: 'max-sm:hidden' },
  { key: 'lasted', label: 'Lasted', right: true, className: 'max-sm:hidden' },
];

export function ReleaseList({ releases, now }: { releases: readonly ReleaseSummary[]; now: number }) {
  return (
    <Table caption="Releases" columns={COLUMNS} edge="page">
      {releases.map((release) => (
        <tr key={release.id}>
          <th scope="row" className="py-2! text-left font-normal whitespace-normal">
            <Link
              href={`/releases/${release.number}`}
              className="inline-flex flex-wrap items-baseline gap-x-2 font-medium underline decoration-line-strong underline-offset-2 pointer-coarse:min-h-11"
            >
              <span className="num">{releaseName(release.number)}</span>
              <span className="num">
                {release.fromVersion} → {release.toVersion}
              </span>
            </Link>
            <span className="block text-xs break-words text-ink-3">{underVersions(release)}</span>
          </th>
          <td>
            <Chip tone={releaseTone(release.state)}>{releaseState(release.state)}</Chip>
          </td>
          <td className="num r">{release.share}%</td>
          <td className="num text-ink-3 max-sm:hidden">{stamp(release.startedAt, now)}</td>
          <td className="num r text-ink-3 max-sm:hidden">{lasting(release.durationSeconds)}</td>
        </tr>
      ))}
    </Table>
  );
}
