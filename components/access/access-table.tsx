// The access log as a table (two-line rows on phones): time, what, who, from where, and why or with which key.
'use client';
import clsx from 'clsx';
import { Download, KeyRound, LogIn, LogOut, ShieldX } from 'lucide-react';
import { exact, stamp } from '#components/format-time.ts';
import { Table } from '#components/ui/table.tsx';
import type { AccessEntryView } from '#lib/contract/review.ts';
import { accessCount, accessNote, accessOrigin, accessTitle, isTrouble } from './access-words.ts';

const COLUMNS = [
  { key: 'at', label: 'Time, UTC', className: 'w-[132px]' },
  { key: 'what', label: 'What', className: 'w-[190px]' },
  { key: 'who', label: 'Who', className: 'w-[17%]' },
  { key: 'from', label: 'From', className: 'w-[17%]' },
  { key: 'note', label: 'Why, or which key' },
  { key: 'count', label: 'Count', right: true, className: 'w-[104px]' },
];

function AccessIcon({ entry }: { entry: AccessEntryView }) {
  const Icon = isTrouble(entry)
    ? ShieldX
    : entry.kind === 'session.opened'
      ? LogIn
      : entry.kind === 'session.closed'
        ? LogOut
        : entry.kind === 'audit.exported'
          ? Download
          : KeyRound;
  return (
    <Icon
      className={clsx('size-3.5 shrink-0', isTrouble(entry) ? 'text-crit-text' : 'text-ink-3')}
      aria-hidden="true"
    />
  );
}

function who({ actor }: AccessEntryView): string {
  return actor?.name ?? 'Not known';
}

/** First and last time of a fold. */
function whole({ at, lastAt }: AccessEntryView): string {
  return at === lastAt ? exact(at) : `${exact(at)} to ${exact(lastAt)}`;
}

export function AccessTable({ items, now }: { items: readonly AccessEntryView[]; now: string }) {
  return (
    <>
      <div className="max-lg:hidden">
        <Table
          caption="Access log, newest first"
          columns={COLUMNS}
          edge="page"
          headTop="top-12"
          className="table-fixed"
        >
          {items.map((entry) => (
            <tr key={entry.position} className="h-[31px]">
              <td className="num text-ink-2" title={whole(entry)}>
                {stamp(entry.at, now)}
              </td>
              <td>
                <span className="flex min-w-0 items-center gap-2">
                  <AccessIcon entry={entry} />
                  <span className="truncate">{accessTitle(entry)}</span>
                </span>
              </td>
              <td className={clsx('truncate', !entry.actor && 'text-ink-3')} title={who(entry)}>
                {who(entry)}
              </td>
              <td className="num truncate text-ink-2">{accessOrigin(entry)}</td>
              <td className="truncate text-ink-2" title={accessNote(entry)}>
                {accessNote(entry)}
              </td>
              <td className="num r text-ink-2">{accessCount(entry)}</td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden" aria-label="Access log, newest first">
        {items.map((entry) => (
          <li
            key={entry.position}
            className="flex min-h-[54px] flex-col justify-center gap-0.5 border-b border-line px-4 py-2"
          >
            <span className="flex items-center gap-2 text-sm">
              <AccessIcon entry={entry} />
              <span className="min-w-0 truncate">
                {accessTitle(entry)}
                {accessCount(entry) ? `, ${accessCount(entry)}` : ''}
              </span>
              <span className="num ml-auto shrink-0 text-xs text-ink-3">{stamp(entry.at, now)}</span>
            </span>
            <span className="text-xs break-words text-ink-2">
              {[who(entry), accessOrigin(entry), accessNote(entry)].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
