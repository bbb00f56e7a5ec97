// Releases in a list: number, versions, who stands behind it, when, its traffic, where it stands.
'use client';
import Link from 'next/link';
import { lasting, stamp } from '#components/format-time.ts';
import { Chip } from '#components/ui/chip.tsx';
import { Table } from '#components/ui/table.tsx';
import { releaseName } from '#lib/catalog/releases.ts';
import type { ReleaseSummary } from '#lib/contract/releases.ts';
import { releaseState, releaseTone, underVersions } from './release-words.ts';

const COLUMNS = [
  { key: 'release', label: 'Release' },
  { key: 'state', label: 'State' },
  { key: 'traffic', label: 'Traffic', right: true },
  { key: 'started', label: 'Started, UTC', className: 'max-sm:hidden' },
  { key: 'lasted', label: 'Lasted', right: true, className: 'max-sm:hidden' },
];

export function ReleaseList({ releases, now }: { releases: readonly ReleaseSummary[]; now: number }) {
  return (
    <div className="px-4 lg:px-6">
      <Table caption="Releases" columns={COLUMNS}>
        {releases.map((release) => (
          <tr key={release.id}>
            <th scope="row" className="py-2! text-left font-normal whitespace-normal">
              <Link href={`/releases/${release.number}`} className="block pointer-coarse:min-h-11">
                <span className="num font-medium underline decoration-line-strong underline-offset-2">
                  {releaseName(release.number)} {release.fromVersion} → {release.toVersion}
                </span>
                <span className="block text-xs break-words text-ink-3">{underVersions(release)}</span>
              </Link>
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
    </div>
  );
}
