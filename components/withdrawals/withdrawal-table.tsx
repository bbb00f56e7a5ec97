// The queue as a table on desks: what each request is, what the hot wallet holds after it, and what keeps it from going out.
'use client';
import clsx from 'clsx';
import { rowPress } from '#components/row-focus.ts';
import { Table } from '#components/ui/table.tsx';
import { RISK_LOOK_FROM, withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import type { WalletAfter } from '#lib/rules/withdrawals/wallet-after.ts';
import { CheckMark } from './withdrawal-check.tsx';
import { leftWords } from './withdrawal-together.ts';
import {
  amountWords,
  checkOf,
  dollars,
  isYoung,
  shortAddress,
  since,
  slaTone,
  waitedUntil,
  waitWords,
} from './withdrawal-words.ts';

interface WithdrawalTableProps {
  items: readonly WithdrawalView[];
  now: number;
  open: string | null;
  chosen: ReadonlySet<string>;
  after: ReadonlyMap<string, WalletAfter>;
  /** Why a row cannot be chosen; null when it can. */
  notChoosable: (withdrawal: WithdrawalView) => string | null;
  onOpen: (withdrawalId: string) => void;
  onChoose: (withdrawalId: string) => void;
}

/** Left out where a request is open beside the table, which says them too: first these, on narrower screens also those. */
const ROOMY = '@max-[980px]:hidden';
const NARROW = '@max-[860px]:hidden';

const COLUMNS = [
  { key: 'choose', label: 'Choose', quiet: true },
  { key: 'request', label: 'Request' },
  { key: 'account', label: 'Account', className: ROOMY },
  { key: 'usd', label: 'Value', right: true },
  { key: 'amount', label: 'Amount', right: true, className: NARROW },
  { key: 'to', label: 'To' },
  { key: 'age', label: 'Address age', right: true, className: NARROW },
  { key: 'risk', label: 'Risk', right: true },
  { key: 'waits', label: 'Waits', right: true },
  { key: 'after', label: 'Hot wallet after', right: true },
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

export function OpenWithdrawal({
  one,
  open,
  onOpen,
}: {
  one: WithdrawalView;
  open: boolean;
  onOpen: (withdrawalId: string) => void;
}) {
  return (
    <button
      type="button"
      data-row-button
      aria-pressed={open}
      aria-label={`Open ${withdrawalName(one.number)}, ${dollars(one.usdValue)}`}
      onClick={() => onOpen(one.withdrawalId)}
      className="num text-xs"
    >
      {withdrawalName(one.number)}
    </button>
  );
}

function Risk({ score }: { score: number }) {
  const high = score >= RISK_LOOK_FROM;
  return (
    <span className={clsx('inline-flex items-center gap-2', high && 'font-semibold text-risk-text')}>
      <span
        aria-hidden="true"
        className={clsx('relative h-[3px] w-9 overflow-hidden rounded bg-line', ROOMY)}
      >
        <span
          className={clsx('absolute inset-y-0 left-0', high ? 'bg-risk' : 'bg-ink-3')}
          style={{ width: `${score}%` }}
        />
      </span>
      <span className="tn min-w-5">{score}</span>
    </span>
  );
}

/** Nothing where it does not go out by an approval: it is held, it is stopped, it is taken off already. */
function After({ after }: { after: WalletAfter | undefined }) {
  if (after === undefined) return <span className="text-ink-3">–</span>;
  if (after.short) return <span className="text-crit-text">not enough {after.short.asset}</span>;
  return <span className={after.low ? 'text-risk-text' : undefined}>{leftWords(after)}</span>;
}

export function WithdrawalTable(props: WithdrawalTableProps) {
  const { items, now, open, after } = props;
  return (
    <div className="@container hidden overflow-x-auto lg:block">
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
              <OpenWithdrawal one={one} open={open === one.withdrawalId} onOpen={props.onOpen} />
            </td>
            <td className={clsx('num', ROOMY)}>{one.account}</td>
            <td className="r num font-semibold">{dollars(one.usdValue)}</td>
            <td className={clsx('r num', NARROW)}>{amountWords(one)}</td>
            <td className="num" title={one.address}>
              {shortAddress(one.address)}
            </td>
            <td
              className={clsx(
                'r tn',
                NARROW,
                isYoung(one.destinationSince, now) && 'font-semibold text-risk-text',
              )}
            >
              {since(one.destinationSince, now)}
            </td>
            <td className="r">
              <Risk score={one.riskScore} />
            </td>
            <td className={clsx('r num', slaTone(one))}>
              {waitWords(one.requestedAt, waitedUntil(one, now))}
            </td>
            <td className="r num">
              <After after={after.get(one.withdrawalId)} />
            </td>
            <td className="max-w-72 min-w-36 whitespace-normal">
              <CheckMark check={checkOf(one, now)} />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
