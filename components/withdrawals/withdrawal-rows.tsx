// The queue on phones: two lines a request with what keeps it here, and the acts of one that asks for a look within reach.
'use client';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { rowPress } from '#components/row-focus.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { CheckMark } from './withdrawal-check.tsx';
import { OpenWithdrawal } from './withdrawal-table.tsx';
import {
  checkOf,
  dollars,
  isYoung,
  shortAddress,
  since,
  slaTone,
  waitedUntil,
  waitWords,
} from './withdrawal-words.ts';

interface WithdrawalRowsProps {
  items: readonly WithdrawalView[];
  now: number;
  open: string | null;
  onOpen: (withdrawalId: string) => void;
  /** Under a row; null where it has to be opened first. */
  actsOf: (withdrawal: WithdrawalView) => ReactNode;
}

export function WithdrawalRows({ items, now, open, onOpen, actsOf }: WithdrawalRowsProps) {
  return (
    <ul aria-label="Withdrawals" className="lg:hidden">
      {items.map((one) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside is the keyboard's way; the row is a larger target
        <li
          key={one.withdrawalId}
          data-row
          data-withdrawal={one.withdrawalId}
          onClick={rowPress(() => onOpen(one.withdrawalId))}
          className={clsx('border-b border-line px-4 py-3', open === one.withdrawalId && 'bg-sel')}
        >
          <span className="flex items-baseline justify-between gap-3">
            <span className="num text-base font-semibold">{dollars(one.usdValue)}</span>
            <span className={clsx('num text-xs', slaTone(one))}>
              {waitedUntil(one, now) === now ? 'waits' : 'waited'}{' '}
              {waitWords(one.requestedAt, waitedUntil(one, now))}
            </span>
          </span>
          <span className="flex items-baseline justify-between gap-3 text-xs text-ink-3">
            <span className="num min-w-0 truncate">
              <OpenWithdrawal one={one} open={open === one.withdrawalId} onOpen={onOpen} />,{' '}
              {shortAddress(one.address)}
            </span>
            <span className={clsx('tn shrink-0', isYoung(one.destinationSince, now) && 'text-risk-text')}>
              address {since(one.destinationSince, now)}
            </span>
          </span>
          <CheckMark check={checkOf(one, now)} className="mt-1 text-xs" />
          {actsOf(one)}
        </li>
      ))}
    </ul>
  );
}
