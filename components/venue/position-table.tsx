// Open positions as the executors report them, each with the act that closes it; those of a silent executor are marked as old.
'use client';
import clsx from 'clsx';
import { grouped } from '#components/format-number.ts';
import { Button } from '#components/ui/button.tsx';
import { Table } from '#components/ui/table.tsx';
import type { ExecutorView, PositionView } from '#lib/contract/emergency.ts';
import { heardWords, sortPositions, wholeDollars } from './executor-words.ts';

interface PositionTableProps {
  positions: readonly PositionView[];
  executors: readonly ExecutorView[];
  /** Database time, ms since 1970. */
  now: number;
  heldBy: string | null;
  onClosePosition: (position: PositionView) => void;
}

const COLUMNS = [
  { key: 'symbol', label: 'Symbol' },
  { key: 'side', label: 'Side' },
  { key: 'size', label: 'Size', right: true },
  { key: 'notional', label: 'Notional', right: true },
  { key: 'entry', label: 'Entry', right: true },
  { key: 'pnl', label: 'Unrealised P&L', right: true },
  { key: 'executor', label: 'Executor' },
  { key: 'at', label: 'Reported' },
  { key: 'act', label: 'Actions', quiet: true, right: true },
];

const SIDE = { long: 'Long', short: 'Short' } as const;

export function PositionTable({ positions, executors, now, heldBy, onClosePosition }: PositionTableProps) {
  const old = (one: PositionView) => executors.find(({ id }) => id === one.executor)?.state !== 'reporting';
  const reported = (one: PositionView) => heardWords(one.at, now);
  const close = (one: PositionView, size: 'sm' | 'lg') => (
    <Button
      size={size}
      variant="safe-soft"
      disabledReason={heldBy}
      data-row-button
      aria-label={`Close ${one.symbol} on ${one.executor}`}
      onClick={() => onClosePosition(one)}
    >
      Close
    </Button>
  );
  const rows = sortPositions(positions);
  return (
    <>
      <div className="max-lg:hidden">
        <Table caption="Open positions" columns={COLUMNS}>
          {rows.map((one) => (
            <tr key={`${one.executor} ${one.symbol}`} data-row>
              <th scope="row" className="num font-medium!">
                {one.symbol}
              </th>
              <td>{SIDE[one.side]}</td>
              <td className="r num">{grouped(one.size)}</td>
              <td className="r num">{wholeDollars(one.notionalUsd)}</td>
              <td className="r num text-ink-2!">{grouped(one.entryPrice)}</td>
              <td className="r num">{wholeDollars(one.unrealisedPnlUsd, true)}</td>
              <td className="num text-ink-2!">{one.executor}</td>
              <td className={clsx('tn', old(one) ? 'text-risk-text!' : 'text-ink-3!')}>{reported(one)}</td>
              <td className="r">{close(one, 'sm')}</td>
            </tr>
          ))}
        </Table>
      </div>
      <ul className="lg:hidden">
        {rows.map((one) => (
          <li
            key={`${one.executor} ${one.symbol}`}
            className="flex min-h-[54px] items-center gap-3 border-b border-line py-2"
          >
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
                <span className="num font-medium">{one.symbol}</span>
                <span className="text-xs text-ink-2">{SIDE[one.side]}</span>
                <span className="num">{wholeDollars(one.notionalUsd)}</span>
                <span className="num text-xs">{wholeDollars(one.unrealisedPnlUsd, true)}</span>
              </p>
              <p className={clsx('tn text-xs', old(one) ? 'text-risk-text' : 'text-ink-3')}>
                {grouped(one.size)} at {grouped(one.entryPrice)}, {one.executor}, {reported(one)}
              </p>
            </div>
            {close(one, 'lg')}
          </li>
        ))}
      </ul>
    </>
  );
}
