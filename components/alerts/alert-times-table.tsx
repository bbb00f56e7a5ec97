// How long each alert took over the whole span, the one that people were late for most often first.
'use client';
import clsx from 'clsx';
import { Table } from '#components/ui/table.tsx';
import type { AlertTimes, TimeTaken } from '#lib/contract/alert-history.ts';
import { alertName, MEASURES, msWords } from './alert-times.ts';

const COLUMNS = [
  { key: 'alert', label: 'Alert' },
  { key: 'fired', label: 'Fired', right: true },
  ...MEASURES.flatMap(({ key, title }) => [
    { key: `${key}-median`, label: `${title}, median`, right: true },
    { key: `${key}-late`, label: 'late', right: true },
  ]),
];

function Median({ taken }: { taken: TimeTaken }) {
  return (
    <td className={clsx('num r', taken.medianMs === null && 'text-ink-3')}>{msWords(taken.medianMs)}</td>
  );
}

interface AlertTimesTableProps {
  items: readonly AlertTimes[];
  chosen: string | null;
  onChoose: (alert: string | null) => void;
}

export function AlertTimesTable({ items, chosen, onChoose }: AlertTimesTableProps) {
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="Times by alert" columns={COLUMNS}>
          {items.map((item) => (
            <tr key={item.alert} data-selected={item.alert === chosen}>
              <td>
                <button
                  type="button"
                  aria-pressed={item.alert === chosen}
                  className="link"
                  onClick={() => onChoose(item.alert === chosen ? null : item.alert)}
                >
                  {alertName(item.alert)}
                </button>
              </td>
              <td className="num r">{item.fired}</td>
              {MEASURES.flatMap(({ key }) => [
                <Median key={`${key}-median`} taken={item[key]} />,
                <td key={`${key}-late`} className={clsx('num r', item[key].late > 0 && 'text-crit-text')}>
                  {item[key].late}
                </td>,
              ])}
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden" aria-label="Times by alert">
        {items.map((item) => (
          <li key={item.alert} className="border-b border-line">
            <button
              type="button"
              aria-pressed={item.alert === chosen}
              onClick={() => onChoose(item.alert === chosen ? null : item.alert)}
              className={clsx(
                'flex min-h-[54px] w-full flex-col gap-0.5 py-2 text-left',
                item.alert === chosen && 'bg-sel',
              )}
            >
              <span className="flex w-full gap-2 text-sm">
                <span className="min-w-0 flex-1">{alertName(item.alert)}</span>
                <span className="num shrink-0 text-xs text-ink-3">{item.fired} fired</span>
              </span>
              <span className="text-xs text-ink-3">
                {MEASURES.map(({ key }) => `${key} ${msWords(item[key].medianMs)}`).join(', ')}
                {MEASURES.some(({ key }) => item[key].late > 0) ? (
                  <span className="text-crit-text">
                    , {MEASURES.reduce((sum, { key }) => sum + item[key].late, 0)} late
                  </span>
                ) : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
