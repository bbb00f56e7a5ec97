// The log of rollbacks as a table; on phones each is a block of lines.
import Link from 'next/link';
import { stamp } from '#components/format-time.ts';
import { openIncidentHref } from '#components/incidents/incident-href.ts';
import { dollars, durationWords, subjectHref } from '#components/incidents/incident-words.ts';
import { Table } from '#components/ui/table.tsx';
import { type IncidentSubjectKind, incidentName } from '#lib/catalog/incidents.ts';
import type { RollbackHistoryBody } from '#lib/contract/incidents.ts';

const COLUMNS = [
  { key: 'date', label: 'Date, UTC' },
  { key: 'what', label: 'Rollback' },
  { key: 'trigger', label: 'Trigger' },
  { key: 'duration', label: 'Duration', right: true },
  { key: 'impact', label: 'Impact', right: true },
  { key: 'resolved', label: 'Resolved by' },
  { key: 'incident', label: 'Incident' },
] as const;

type Row = RollbackHistoryBody['items'][number];

function duration({ kind, at, endedAt }: Row, now: number): string {
  // A change of switches is made at once; how long it held, its incident says.
  if (endedAt === null && kind === 'change-set') return 'at once';
  return endedAt === null ? `${durationWords(at, null, now)}, not over` : durationWords(at, endedAt, now);
}

function Incident({ row }: { row: Row }) {
  return row.incident === null ? (
    <Link
      href={openIncidentHref(row.kind as IncidentSubjectKind, row.id)}
      aria-label={`Open one: an incident from ${row.label}`}
      className="inline-flex items-center underline pointer-coarse:min-h-11"
    >
      Open one
    </Link>
  ) : (
    <Link
      href={`/incidents/${row.incident}`}
      className="num inline-flex items-center underline pointer-coarse:min-h-11"
    >
      {incidentName(row.incident)}
    </Link>
  );
}

export function RollbackHistory({ items, now }: { items: readonly Row[]; now: number }) {
  return (
    <>
      <Table caption="History of rollbacks" columns={COLUMNS} edge="page" className="max-lg:hidden">
        {items.map((row) => (
          <tr key={row.id}>
            <td className="num whitespace-nowrap">{stamp(row.at, now)}</td>
            <td className="whitespace-nowrap">
              <Link href={subjectHref(row.kind, row.number)} className="underline">
                {row.label}
              </Link>
            </td>
            <td className="max-w-[40ch] break-words">
              {row.trigger}
              <span className="block text-ink-3">{row.by}</span>
            </td>
            <td className="r tn whitespace-nowrap">{duration(row, now)}</td>
            <td className="r tn whitespace-nowrap">{dollars(row.pnlUsd)}</td>
            <td>{row.resolvedBy ?? 'Nobody yet'}</td>
            <td>
              <Incident row={row} />
            </td>
          </tr>
        ))}
      </Table>
      <ul aria-label="History of rollbacks" className="divide-y divide-line lg:hidden">
        {items.map((row) => (
          <li key={row.id} className="px-4 py-2 text-xs text-ink-2">
            <p className="flex gap-3">
              <Link
                href={subjectHref(row.kind, row.number)}
                className="text-sm font-medium text-ink underline"
              >
                {row.label}
              </Link>
              <span className="num ml-auto text-ink-3">{stamp(row.at, now)}</span>
            </p>
            <p className="break-words">{row.trigger}</p>
            <p className="tn flex flex-wrap items-center gap-x-3">
              <span>
                {duration(row, now)}, {dollars(row.pnlUsd)}
              </span>
              <span>{row.resolvedBy ? `resolved by ${row.resolvedBy}` : 'resolved by nobody yet'}</span>
              <span className="ml-auto">
                <Incident row={row} />
              </span>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
