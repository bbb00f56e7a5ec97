// The Withdrawals screen: the queue with its tabs, search and filters, the open request beside it, and the acts on it.
'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery } from '#app/_client/queries.ts';
import { useServerClock, useServerNow } from '#app/_client/server-now.ts';
import { walletQuery } from '#app/_client/withdrawal-queries.ts';
import type { ServerClock } from '#components/countdown.ts';
import { clock as clockText } from '#components/format-time.ts';
import { PageSteps } from '#components/page-steps.tsx';
import { Screen } from '#components/screen.tsx';
import { EmptyState, LoadingRows } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { PANE_BESIDE, useMedia } from '#components/ui/use-media.ts';
import { QueueBar, type QueueFilters, QueueTabs } from '#components/withdrawals/withdrawal-bars.tsx';
import { WithdrawalFigures } from '#components/withdrawals/withdrawal-figures.tsx';
import { WithdrawalNotices } from '#components/withdrawals/withdrawal-notices.tsx';
import { WithdrawalRows } from '#components/withdrawals/withdrawal-rows.tsx';
import { WithdrawalTable } from '#components/withdrawals/withdrawal-table.tsx';
import { WithdrawalTabs } from '#components/withdrawals/withdrawal-tabs.tsx';
import { afterRows, clearTogether } from '#components/withdrawals/withdrawal-together.ts';
import { appliedWords, waitWords } from '#components/withdrawals/withdrawal-words.ts';
import { FIGURES } from '#lib/contract/edge.ts';
import type { WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { AlertChip } from '../alert-chip.tsx';
import { useChangeControl } from '../change-control.tsx';
import { ExportWithdrawals } from './export-withdrawals.tsx';
import { useQueueKeys } from './queue-keys.ts';
import { RowActs } from './row-acts.tsx';
import { useChosen } from './use-chosen.ts';
import { useQueue } from './use-queue.ts';
import { type Asking, useWithdrawalActs } from './withdrawal-acts.ts';

// What it holds is read by the page itself, so nothing of it is there before.
const HotWallet = dynamic(
  () => patiently(() => import('./hot-wallet.tsx')).then((module) => module.HotWallet),
  { ssr: false },
);
const WithdrawalDecidedList = dynamic(
  () =>
    patiently(() => import('#components/withdrawals/withdrawal-decided-list.tsx')).then(
      (module) => module.WithdrawalDecidedList,
    ),
  { ssr: false },
);
const bars = () => patiently(() => import('#components/withdrawals/withdrawal-chosen.tsx'));
const ChosenBar = dynamic(() => bars().then((module) => module.ChosenBar), { ssr: false });
const ClearBar = dynamic(() => bars().then((module) => module.ClearBar), { ssr: false });
const OpenedWithdrawal = dynamic(
  () => patiently(() => import('./opened-withdrawal.tsx')).then((module) => module.OpenedWithdrawal),
  { ssr: false, loading: () => <LoadingRows rows={8} label="Opening the withdrawal" /> },
);
const WithdrawalDialogs = dynamic(
  () => patiently(() => import('./withdrawal-dialogs.tsx')).then((module) => module.WithdrawalDialogs),
  { ssr: false },
);

/** So much of the figures is enough for the one of now. */
const FIGURES_SECONDS = 60;

export function WithdrawalsScreen({ queue: first }: { queue: WithdrawalsBody }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const acts = useWithdrawalActs();
  const queue = useQueue(first);
  const { data, rows, filters } = queue;
  const chosen = useChosen(rows, me);
  const [openId, setOpenId] = useState<string | null>(null);
  // Over the queue it stays when nothing is open, so that it can go as it came.
  const [wasOpen, setWasOpen] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const wide = useMedia(PANE_BESIDE);
  const heardClock = useServerClock();

  const figures = useQuery(figuresQuery(FIGURES_SECONDS)).data?.items.at(-1);
  const wallet = useQuery(walletQuery).data;
  const now = useServerNow() || Date.parse(data.now);
  const clock: ServerClock = heardClock ?? { skewMs: 0, heardAt: Date.parse(data.now) };
  // Nothing is held against a wallet of which nobody knows what it holds by now.
  const known = wallet?.silent ? undefined : wallet;
  const mayNot = notAllowedTo('approve-withdrawals', me.roles);
  const heldBy = mayNot ?? cannotSend;
  const clear = mayNot === null ? clearTogether(rows, me, now, known) : [];

  const narrow = (part: Partial<QueueFilters>): void => {
    chosen.clear();
    queue.narrow(part);
  };
  const ask = (next: Asking): void => {
    acts.forget();
    setAsking(next);
  };
  const open = (id: string | null): void => {
    acts.forget();
    if (id !== null) setWasOpen(true);
    setOpenId(id);
  };
  useQueueKeys({ queue, chosen, clear, me, heldBy, openId, search, onOpen: open, onAsk: ask });

  const opened = (
    <OpenedWithdrawal
      openId={openId}
      rows={rows}
      wide={wide}
      {...{ me, now, clock, heldBy, acts }}
      error={asking === null ? acts.error : null}
      onOpen={open}
      onAsk={ask}
    />
  );
  const exportAct = (
    <ExportWithdrawals filters={{ ...filters, text: filters.text.trim() }} applied={appliedWords(filters)} />
  );
  const waiting = (data.tabs.pending?.count ?? 0) + (data.tabs.second?.count ?? 0);
  return (
    <Screen
      title="Withdrawals"
      note={
        data.oldestAt === null
          ? 'none waits for an approval'
          : `${waiting} to decide, oldest waits ${waitWords(data.oldestAt, now)}`
      }
      actions={
        <>
          {/* On a phone the nearest countdown needs the room: it stands under the list. */}
          <span className="max-md:hidden">{exportAct}</span>
          <AlertChip />
        </>
      }
      pane={wide && openId !== null ? opened : null}
      paneLabel="Withdrawal"
    >
      <WithdrawalTabs on="/withdrawals" />
      <WithdrawalFigures queue={data} wallet={wallet} measuredUsd={figures?.gauges[FIGURES.hotWallet]} />
      {wallet ? <HotWallet wallet={wallet} now={now} /> : null}
      <QueueTabs tabs={data.tabs} on={filters.tab} onTab={(tab) => narrow({ tab })} />
      <QueueBar ref={search} filters={filters} onChange={narrow} />
      {chosen.picked.length > 0 ? (
        <ChosenBar
          withdrawals={chosen.picked}
          wallet={known}
          heldBy={heldBy}
          onApprove={() => ask({ approve: chosen.picked })}
          onClear={chosen.clear}
        />
      ) : clear.length > 0 ? (
        <ClearBar
          withdrawals={clear}
          wallet={known}
          heldBy={heldBy}
          onApprove={() => ask({ approve: clear })}
          onChoose={() => chosen.choose(clear)}
        />
      ) : null}
      <WithdrawalNotices
        error={queue.error}
        readAt={data.now}
        onAgain={queue.again}
        news={queue.news}
        onNews={queue.letGo}
      />
      <div ref={queue.frame}>
        {rows.length === 0 ? (
          <div className="px-4 lg:px-6">
            <EmptyState title="No request fits">
              Services file withdrawals here. Last read at {clockText(data.now)} UTC.
            </EmptyState>
          </div>
        ) : (
          <>
            <WithdrawalTable
              items={rows}
              now={now}
              open={openId}
              chosen={chosen.ids}
              after={afterRows(known, rows, now)}
              notChoosable={chosen.notChoosable}
              onOpen={open}
              onChoose={chosen.toggle}
            />
            <WithdrawalRows
              items={rows}
              now={now}
              open={openId}
              onOpen={open}
              actsOf={(withdrawal) =>
                mayNot === null ? (
                  <RowActs {...{ withdrawal, me, now, heldBy }} busy={acts.pending} onAsk={ask} />
                ) : null
              }
            />
          </>
        )}
      </div>
      <p className="flex items-center gap-2 px-4 py-3 text-xs text-ink-3 lg:px-6">
        <span>
          {rows.length} of {data.tabs[filters.tab]?.count ?? rows.length}
          <span className="max-lg:hidden">
            . Hot wallet after: what it holds once everything approved, the row, and each row above it that
            may go out, have gone
          </span>
        </span>
        <span className="md:hidden">{exportAct}</span>
        <PageSteps {...queue.steps} back="Previous" on="Next" />
      </p>
      <WithdrawalDecidedList
        queue={data}
        {...{ me, now, clock, heldBy }}
        busy={acts.pending}
        onOpen={open}
        onUndo={(withdrawals) => void acts.undo(withdrawals)}
      />
      {wide || !wasOpen ? null : opened}
      {asking ? (
        <WithdrawalDialogs
          asking={asking}
          now={now}
          acts={acts}
          onDone={() => {
            setAsking(null);
            chosen.clear();
          }}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {acts.dialog}
    </Screen>
  );
}
