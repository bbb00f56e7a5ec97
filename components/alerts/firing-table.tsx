// Firings in the history: one row each (two lines on phones), with how long it took to confirm and until it was effective.
'use client';
import clsx from 'clsx';
import Link from 'next/link';
import { stamp } from '#components/format-time.ts';
import { Chip } from '#components/ui/chip.tsx';
import { Table } from '#components/ui/table.tsx';
import type { FiringView } from '#lib/contract/alerts.ts';
import { DrillChip } from './alert-list.tsx';
import { firingHref, firingName, stateWords, timesWords, took } from './alert-words.ts';

const COLUMNS = [
  { key: 'number', label: 'Alert', className: 'w-[84px]' },
  { key: 'at', label: 'Fired, UTC', className: 'w-[132px]' },
  { key: 'title', label: 'What' },
  { key: 'confirmed', label: 'Confirmed in', right: true, className: 'w-[104px]' },
  { key: 'effective', label: 'Effective in', right: true, className: 'w-[104px]' },
  { key: 'who', label: 'Who had it', className: 'w-[148px]' },
  { key: 'state', label: 'State', right: true, className: 'w-[132px]' },
];

function Time({ from, to, late }: { from: string; to: string | null; late: boolean }) {
  const words = took(from, to);
  return (
    <span className={clsx('num', late ? 'text-crit-text' : words === null ? 'text-ink-3' : 'text-ink')}>
      {words ?? 'not'}
      {late ? <span className="sr-only">, late</span> : null}
    </span>
  );
}

export function FiringTable({ firings, now }: { firings: readonly FiringView[]; now: string }) {
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="Alerts, newest first" columns={COLUMNS} edge="page" className="table-fixed">
          {firings.map((firing) => {
            const state = stateWords(firing);
            const p0 = firing.priority === 'P0';
            return (
              <tr key={firing.id} data-row>
                <td className="num">
                  <Link href={firingHref(firing.number)} data-row-button className="link">
                    {firingName(firing.number)}
                  </Link>
                </td>
                <td className="num text-ink-2">{stamp(firing.firedAt, now)}</td>
                <td>
                  <span className="flex min-w-0 items-center gap-2">
                    <span className="num text-ink-3">{firing.priority}</span>
                    <span className="truncate">{firing.title}</span>
                    {firing.drill ? <DrillChip /> : null}
                  </span>
                </td>
                <td className="r">
                  <Time from={firing.firedAt} to={firing.confirmedAt} late={p0 && firing.confirm.late} />
                </td>
                <td className="r">
                  <Time from={firing.firedAt} to={firing.effectiveAt} late={p0 && firing.act.late} />
                </td>
                <td className="truncate text-ink-2">
                  {firing.owner?.name ?? firing.confirmedBy?.name ?? 'nobody'}
                </td>
                <td className="r">
                  <Chip tone={state.tone}>{state.text}</Chip>
                </td>
              </tr>
            );
          })}
        </Table>
      </div>
      <ul className="lg:hidden">
        {firings.map((firing) => (
          <li key={firing.id} data-row className="border-b border-line">
            <Link
              href={firingHref(firing.number)}
              data-row-button
              className="flex min-h-[54px] flex-col gap-0.5 px-4 py-2 -outline-offset-2"
            >
              <span className="flex items-center gap-2 text-sm">
                <span className="min-w-0 flex-1 truncate">{firing.title}</span>
                {firing.drill ? <DrillChip /> : null}
                <span className="num shrink-0 text-xs text-ink-3">{stamp(firing.firedAt, now)}</span>
              </span>
              <span className="flex items-center gap-2 text-xs text-ink-3">
                <span className="num">
                  {firing.priority} {firingName(firing.number)}
                </span>
                <span
                  className={clsx(
                    'min-w-0 truncate',
                    firing.priority === 'P0' && (firing.confirm.late || firing.act.late) && 'text-crit-text',
                  )}
                >
                  {firing.resolvedAt === null ? stateWords(firing).text : timesWords(firing)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
