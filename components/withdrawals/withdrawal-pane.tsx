// One withdrawal beside the queue: what leaves and where to, why it asks for a look, who approved it, and others like it.
'use client';
import clsx from 'clsx';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { stamp } from '#components/format-time.ts';
import { NETWORKS, type Network } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { CopyAddress } from './copy-address.tsx';
import { CheckMark } from './withdrawal-check.tsx';
import { WithdrawalRelated } from './withdrawal-related.tsx';
import { amountWords, checkOf, dollars, looksOf, since, stateWords } from './withdrawal-words.ts';

interface WithdrawalPaneProps {
  withdrawal: WithdrawalView;
  related: readonly WithdrawalView[] | null;
  now: number;
  clock: ServerClock;
  /** The acts, and why the last one was refused. */
  children: ReactNode;
  onOpen: (withdrawalId: string) => void;
}

function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-y-1.5 text-xs">
      {rows.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-ink-3">{label}</dt>
          <dd className="num [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Looks({ withdrawal, now }: { withdrawal: WithdrawalView; now: number }) {
  const looks = looksOf(withdrawal, now);
  return (
    <section>
      <h3 className="h-sec mb-1">
        {looks.some(({ asks }) => asks) ? 'Why it asks for a look' : 'Nothing asks for a look'}
      </h3>
      <ul>
        {looks.map(({ asks, text, note }) => {
          const Icon = asks ? TriangleAlert : CircleCheck;
          return (
            <li key={text} className="flex items-start gap-2 border-t border-line py-2">
              <Icon
                className={clsx('mt-0.5 size-4 shrink-0', asks ? 'text-risk-text' : 'text-ok-text')}
                aria-hidden="true"
              />
              <span className="min-w-0">
                <span className="block text-sm break-words">{text}</span>
                <span className="block text-xs text-ink-3">{note}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function WithdrawalPane({ withdrawal, related, now, clock, children, onOpen }: WithdrawalPaneProps) {
  const { approvals, approvedAt, sendAfter, expiresAt, decision, rule, network } = withdrawal;
  const readAt = new Date(now).toISOString();
  const check = checkOf(withdrawal, now);
  const stopped = check.kind === 'stopped';
  return (
    <div className="flex min-h-full flex-col gap-4">
      <div>
        <p className="fig text-2xl">{dollars(withdrawal.usdValue)}</p>
        <p className="text-xs">
          <span className="num">{amountWords(withdrawal)}</span> on{' '}
          {NETWORKS[network as Network]?.label ?? network} to
        </p>
        <CopyAddress address={withdrawal.address} />
        <div className="mt-2 text-xs">
          {approvedAt !== null && sendAfter !== null && Date.parse(sendAfter) > now && !stopped ? (
            <CountdownChip
              verb="Can be undone for"
              from={approvedAt}
              until={sendAfter}
              clock={clock}
              tone="plain"
            />
          ) : (
            <CheckMark check={check} />
          )}
        </div>
      </div>
      <Facts
        rows={[
          ['Account', `${withdrawal.account}, ${since(withdrawal.accountSince, now)} old`],
          ['Asked', stamp(withdrawal.requestedAt, readAt)],
          ['Filed', `${stamp(withdrawal.filedAt, readAt)} as ${withdrawal.id} by ${withdrawal.filedBy}`],
          ...(withdrawal.amendedAt ? ([['Changed', stamp(withdrawal.amendedAt, readAt)]] as const) : []),
          ...(withdrawal.memo ? ([['Memo', withdrawal.memo]] as const) : []),
          ['Rule', `${rule.label}: ${rule.asks.toLowerCase()}`],
          ['State', stateWords(withdrawal.state)],
          ...(expiresAt && ['pending', 'approved'].includes(withdrawal.state)
            ? ([['Approval until', stamp(expiresAt, readAt)]] as const)
            : []),
          ...(withdrawal.walletKey ? ([['Key at wallet', withdrawal.walletKey]] as const) : []),
          ...(withdrawal.walletProblem ? ([['Wallet', withdrawal.walletProblem]] as const) : []),
          ...(withdrawal.reference ? ([['Payment', withdrawal.reference]] as const) : []),
          ...(decision
            ? ([['Decided', `${decision.by}, ${stamp(decision.at, readAt)}: ${decision.reason}`]] as const)
            : []),
          ['Bound to', withdrawal.contentHash.slice(0, 16)],
        ]}
      />
      {approvals.length > 0 ? (
        <section>
          <h3 className="h-sec mb-1">Approvals</h3>
          <ul>
            {approvals.map(({ by, at, stands }) => (
              <li key={by.id} className="border-t border-line py-1.5 text-xs">
                {by.name}, <span className="num">{stamp(at, readAt)}</span>
                {stands ? '' : ', may not approve any more'}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Looks withdrawal={withdrawal} now={now} />
      {related ? (
        <WithdrawalRelated withdrawal={withdrawal} related={related} now={now} onOpen={onOpen} />
      ) : null}
      <div
        data-acts
        className="sticky bottom-0 mt-auto flex flex-col gap-2 border-t border-line bg-surface py-3"
      >
        {children}
      </div>
    </div>
  );
}
