// The queue: a table on desks, two-line rows on phones; each row says what keeps its request from going out.
'use client';
import clsx from 'clsx';
import { Ban, CircleCheck, CircleX, Hand, TriangleAlert } from 'lucide-react';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { rowPress } from './row-focus.ts';
import { Table } from './ui/table.tsx';
import {
  amountWords,
  type CheckWords,
  checkOf,
  dollars,
  shortAddress,
  since,
  waitWords,
} from './withdrawal-words.ts';

const ICON = {
  stopped: Ban,
  held: Hand,
  look: TriangleAlert,
  clear: CircleCheck,
  over: CircleX,
} as const satisfies Record<CheckWords['kind'], typeof Ban>;

const TONE = {
  plain: 'text-ink-2',
  ok: 'text-ok-text',
  risk: 'text-risk-text',
  crit: 'text-crit-text',
  safe: 'text-safe-text',
} as const;

export function CheckMark({ check, className }: { check: CheckWords; className?: string }) {
  const Icon = ICON[check.kind];
  return (
    <span className={clsx('inline-flex items-start gap-1.5', className)}>
      <Icon className={clsx('mt-px size-3.5 shrink-0', TONE[check.tone])} aria-hidden="true" />
      <span className={check.tone === 'ok' ? 'text-ink-2' : TONE[check.tone]}>{check.text}</span>
    </span>
  );
}

const SLA = { fine: '', soon: 'text-risk-text', late: 'font-semibold text-crit-text' } as const;
const waits = ({ sla }: WithdrawalView) => SLA[sla as keyof typeof SLA] ?? '';
const isYoung = (at: string, now: number) => now - Date.parse(at) < 24 * 3_600_000;

interface WithdrawalTableProps {
  items: readonly WithdrawalView[];
  now: number;
  open: string | null;
  chosen: ReadonlySet<string>;
  /** Why a row cannot be chosen; null when it can. */
  notChoosable: (withdrawal: WithdrawalView) => string | null;
  onOpen: (withdrawalId: string) => void;
  onChoose: (withdrawalId: string) => void;
}

const COLUMNS = [
  { key: 'choose', label: 'Choose', quiet: true },
  { key: 'request', label: 'Request' },
  { key: 'account', label: 'Account' },
  { key: 'usd', label: 'Value', right: true },
  { key: 'amount', label: 'Amount', right: true },
  { key: 'to', label: 'To' },
  { key: 'age', label: 'Address age', right: true },
  { key: 'risk', label: 'Risk', right: true },
  { key: 'waits', label: 'Waits', right: true },
  { key: 'check', label: 'What keeps it here' },
];

function Choose({ one, props }: { one: WithdrawalView; props: WithdrawalTableProps }) {
  const held = props.notChoosable(one);
  return (
    <input
      type="checkbox"
      className="size-4 accent-ink"
      aria-label={`Choose ${withdrawalName(one.number)}`}
      title={held ?? undefined}
      disabled={held !== null}
      checked={props.chosen.has(one.withdrawalId)}
      onChange={() => props.onChoose(one.withdrawalId)}
    />
  );
}

function OpenButton({ one, props }: { one: WithdrawalView; props: WithdrawalTableProps }) {
  return (
    <button
      type="button"
      data-row-button
      aria-pressed={props.open === one.withdrawalId}
      aria-label={`Open ${withdrawalName(one.number)}, ${dollars(one.usdValue)}`}
      onClick={() => props.onOpen(one.withdrawalId)}
      className="num text-xs"
    >
      {withdrawalName(one.number)}
    </button>
  );
}

export function WithdrawalTable(props: WithdrawalTableProps) {
  const { items, now, open } = props;
  return (
    <>
      <div className="hidden overflow-x-auto lg:block">
        <Table caption="Withdrawals" columns={COLUMNS} edge="page" headTop="top-0">
          {items.map((one) => (
            <tr
              key={one.withdrawalId}
              data-row
              data-withdrawal={one.withdrawalId}
              data-selected={open === one.withdrawalId}
              onClick={rowPress(() => props.onOpen(one.withdrawalId))}
              className="h-[38px] cursor-pointer"
            >
              <td>
                <Choose one={one} props={props} />
              </td>
              <td>
                <OpenButton one={one} props={props} />
              </td>
              <td className="num">{one.account}</td>
              <td className="r num font-semibold">{dollars(one.usdValue)}</td>
              <td className="r num">{amountWords(one)}</td>
              <td className="num" title={one.address}>
                {shortAddress(one.address)}
              </td>
              <td
                className={clsx('r tn', isYoung(one.destinationSince, now) && 'font-semibold text-risk-text')}
              >
                {since(one.destinationSince, now)}
              </td>
              <td className="r tn">{one.riskScore}</td>
              <td className={clsx('r num', waits(one))}>{waitWords(one.requestedAt, now)}</td>
              <td className="max-w-72 min-w-40 whitespace-normal">
                <CheckMark check={checkOf(one, now)} />
              </td>
            </tr>
          ))}
        </Table>
      </div>
      <ul aria-label="Withdrawals" className="lg:hidden">
        {items.map((one) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside is the keyboard's way; the row is a larger target
          <li
            key={one.withdrawalId}
            data-row
            data-withdrawal={one.withdrawalId}
            onClick={rowPress(() => props.onOpen(one.withdrawalId))}
            className={clsx('border-b border-line px-4 py-3', open === one.withdrawalId && 'bg-sel')}
          >
            <span className="flex items-baseline justify-between gap-3">
              <span className="num text-base font-semibold">{dollars(one.usdValue)}</span>
              <span className={clsx('num text-xs', waits(one))}>waits {waitWords(one.requestedAt, now)}</span>
            </span>
            <span className="flex items-baseline justify-between gap-3 text-xs text-ink-3">
              <span className="num min-w-0 truncate">
                <OpenButton one={one} props={props} />, {shortAddress(one.address)}
              </span>
              <span className={clsx('tn shrink-0', isYoung(one.destinationSince, now) && 'text-risk-text')}>
                address {since(one.destinationSince, now)}
              </span>
            </span>
            <CheckMark check={checkOf(one, now)} className="mt-1 text-xs" />
          </li>
        ))}
      </ul>
    </>
  );
}
