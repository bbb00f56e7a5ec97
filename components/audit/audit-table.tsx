// The audit log as a table (two-line rows on phones): number, time, who, what, old to new, reason, hash.
'use client';
import clsx from 'clsx';
import {
  ChevronRight,
  Clock,
  Fingerprint,
  Layers,
  LinkIcon,
  type LucideIcon,
  Server,
  ShieldX,
  Siren,
  SlidersHorizontal,
  Timer,
  TriangleAlert,
  UserCheck,
  UserPlus,
} from 'lucide-react';
import { useRef } from 'react';
import { DirectionMark } from '#components/changes/direction-mark.tsx';
import { stamp } from '#components/format-time.ts';
import { focusRow } from '#components/row-focus.ts';
import { useKeys } from '#components/shell/keyboard.ts';
import { shortHash } from '#components/short-hash.ts';
import { Table } from '#components/ui/table.tsx';
import type { AuditEntryView } from '#lib/contract/console.ts';
import { kindTitle } from './audit-kinds.ts';
import { sidesOf, subjectOf } from './audit-words.ts';

interface AuditTableProps {
  items: readonly AuditEntryView[];
  selected: number | null;
  /** Database time, for "today". */
  now: string;
  onSelect: (seq: number) => void;
}

const ICONS: Readonly<Record<string, LucideIcon>> = {
  switch: SlidersHorizontal,
  session: Fingerprint,
  command: ShieldX,
  instance: Server,
  effect: Timer,
  audit: LinkIcon,
  person: UserPlus,
  'change-request': UserCheck,
  'break-glass': TriangleAlert,
  deadline: Clock,
  level: Layers,
  alert: Siren,
};

/** Beside the pane of an entry the hash goes, which the pane shows: the reason needs its room. */
const HASH = '@max-[1000px]:hidden';

const COLUMNS = [
  { key: 'seq', label: 'No.', className: 'w-[84px] @max-[1000px]:w-[76px]' },
  { key: 'at', label: 'Time, UTC', className: 'w-[124px] @max-[1000px]:w-[120px]' },
  { key: 'who', label: 'Who', className: 'w-[116px] @max-[1000px]:w-[104px]' },
  { key: 'what', label: 'What', className: 'w-[26%] @max-[1000px]:w-[23%]' },
  { key: 'sides', label: 'Old to new', className: 'w-[20%] @max-[1000px]:w-[18%]' },
  { key: 'reason', label: 'Reason' },
  { key: 'hash', label: 'Hash', right: true, className: `w-[104px] ${HASH}` },
];

function KindIcon({ kind }: { kind: string }) {
  const Icon = ICONS[kind.split('.')[0] ?? ''] ?? ChevronRight;
  return (
    <>
      <Icon className="size-3.5 text-ink-3" aria-hidden="true" />
      <span className="sr-only">{kindTitle(kind)}: </span>
    </>
  );
}

function Sides({ entry }: { entry: AuditEntryView }) {
  const { from, to, way } = sidesOf(entry);
  if (from === null && to === null) return <span className="text-ink-3">{kindTitle(entry.kind)}</span>;
  return (
    <span className="num inline-flex min-w-0 items-center gap-1.5">
      {from === null ? null : <span className="truncate text-ink-3">{from}</span>}
      {from === null ? null : <DirectionMark way={way} />}
      <span className="truncate text-ink">{to}</span>
    </span>
  );
}

export function AuditTable({ items, selected, now, onSelect }: AuditTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  useKeys({ j: () => focusRow(frame.current, 1), k: () => focusRow(frame.current, -1) });
  return (
    <div ref={frame} className="@container">
      <div className="max-lg:hidden">
        <Table
          caption="Audit log, newest first"
          columns={COLUMNS}
          edge="page"
          headTop="top-12"
          className="table-fixed"
        >
          {items.map((entry) => (
            <tr
              key={entry.seq}
              data-row
              data-selected={entry.seq === selected}
              className="h-[31px] cursor-pointer"
              onClick={() => onSelect(entry.seq)}
            >
              <td className="num text-ink-3">
                <button
                  type="button"
                  data-row-button
                  className="rounded-sm"
                  aria-pressed={entry.seq === selected}
                >
                  {entry.seq}
                </button>
              </td>
              <td className="num text-ink-2">{stamp(entry.at, now)}</td>
              <td className="truncate">{entry.actor.kind === 'system' ? 'by rule' : entry.actor.name}</td>
              <td>
                <span className="num flex min-w-0 items-center gap-2">
                  <KindIcon kind={entry.kind} />
                  <span className="truncate" title={subjectOf(entry)}>
                    {subjectOf(entry)}
                  </span>
                </span>
              </td>
              <td>
                <Sides entry={entry} />
              </td>
              <td className="truncate text-ink-2" title={entry.reason ?? undefined}>
                {entry.reason}
              </td>
              <td className={clsx('num r text-ink-3', HASH)}>{shortHash(entry.hash)}</td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden">
        {items.map((entry) => (
          <li key={entry.seq} data-row className="border-b border-line">
            <button
              type="button"
              data-row-button
              onClick={() => onSelect(entry.seq)}
              aria-pressed={entry.seq === selected}
              className={clsx(
                'flex min-h-[54px] w-full flex-col gap-0.5 px-4 py-2 text-left',
                entry.seq === selected && 'bg-sel',
              )}
            >
              <span className="flex w-full items-center gap-2 text-sm">
                <KindIcon kind={entry.kind} />
                <span className="num min-w-0 truncate">{subjectOf(entry)}</span>
                <span className="num ml-auto shrink-0 text-xs text-ink-3">{stamp(entry.at, now)}</span>
              </span>
              <span className="flex w-full min-w-0 items-center gap-2 text-xs text-ink-2">
                <span className="shrink-0">
                  {entry.actor.kind === 'system' ? 'by rule' : entry.actor.name}
                </span>
                <Sides entry={entry} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
