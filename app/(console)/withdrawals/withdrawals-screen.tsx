// The Withdrawals screen: the queue with its tabs, search and filters, the open request beside it, and the acts on it.
'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery } from '#app/_client/queries.ts';
import { useServerClock, useServerNow } from '#app/_client/server-now.ts';
import { walletQuery, withdrawalQuery, withdrawalsQuery } from '#app/_client/withdrawal-queries.ts';
import type { ServerClock } from '#components/countdown.ts';
import { clock as clockText } from '#components/format-time.ts';
import { useKeys } from '#components/keyboard.ts';
import { PageSteps, stepKeys, usePages } from '#components/page-steps.tsx';
import { focusRow } from '#components/row-focus.ts';
import { Screen } from '#components/screen.tsx';
import { useInside, useSteadyRows } from '#components/steady-rows.ts';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { PANE_BESIDE, useMedia } from '#components/ui/use-media.ts';
import { ChosenBar, QueueBar, type QueueFilters, QueueTabs } from '#components/withdrawal-bars.tsx';
import { WithdrawalFigures } from '#components/withdrawal-figures.tsx';
import { WithdrawalNotices } from '#components/withdrawal-notices.tsx';
import { WithdrawalPane } from '#components/withdrawal-pane.tsx';
import { WithdrawalTable } from '#components/withdrawal-table.tsx';
import { WithdrawalTabs } from '#components/withdrawal-tabs.tsx';
import { WithdrawalUndoList } from '#components/withdrawal-undo-list.tsx';
import { appliedWords, notApprovable, waitWords } from '#components/withdrawal-words.ts';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import { FIGURES } from '#lib/contract/edge.ts';
import type { WithdrawalsBody, WithdrawalView } from '#lib/contract/withdrawals.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { AlertChip } from '../alert-watch.tsx';
import { useChangeControl } from '../change-control.tsx';
import { ExportWithdrawals } from './export-withdrawals.tsx';
import { HotWallet } from './hot-wallet.tsx';
import { type Asking, useWithdrawalActs } from './withdrawal-acts.ts';
import { WithdrawalButtons } from './withdrawal-buttons.tsx';
import { WithdrawalDialogs } from './withdrawal-dialogs.tsx';

const idOf = ({ withdrawalId }: WithdrawalView) => withdrawalId;
const FIRST: QueueFilters = { tab: 'open', sort: 'oldest', text: '', asset: '', rule: '' };
/** So much of the figures is enough for the one of now. */
const FIGURES_SECONDS = 60;

export function WithdrawalsScreen({ queue }: { queue: WithdrawalsBody }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const acts = useWithdrawalActs();
  const [filters, setFilters] = useState(FIRST);
  const [openId, setOpenId] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Asking | null>(null);
  const pages = usePages();
  const wide = useMedia(PANE_BESIDE);
  const frame = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const heardClock = useServerClock();

  const asked = useDeferredValue(filters);
  const filter = { ...asked, text: asked.text.trim(), before: pages.before };
  const plain = JSON.stringify(filter) === JSON.stringify({ ...FIRST, before: undefined });
  const {
    data = queue,
    error,
    refetch,
  } = useQuery({
    ...withdrawalsQuery(filter),
    placeholderData: keepPreviousData,
    ...(plain ? { initialData: queue } : {}),
  });
  const figures = useQuery(figuresQuery(FIGURES_SECONDS)).data?.items.at(-1);
  const wallet = useQuery(walletQuery).data;
  const one = useQuery({ ...withdrawalQuery(openId ?? ''), enabled: openId !== null }).data;
  const now = useServerNow() || Date.parse(data.now);
  const clock: ServerClock = heardClock ?? { skewMs: 0, heardAt: Date.parse(data.now) };
  const inside = useInside(frame);
  const list = useSteadyRows(JSON.stringify(filter), data.items, inside, idOf);
  const { rows } = list;

  const heldBy = notAllowedTo('approve-withdrawals', me.roles) ?? cannotSend;
  const picked = rows.filter((row) => chosen.has(row.withdrawalId) && notApprovable(row, me) === null);
  const open =
    one?.withdrawal.withdrawalId === openId
      ? one.withdrawal
      : rows.find((row) => row.withdrawalId === openId);
  const notChoosable = (row: WithdrawalView): string | null =>
    notApprovable(row, me) ??
    (picked[0] && picked[0].rule.key !== row.rule.key
      ? 'Chosen together are only requests of one rule.'
      : null);

  const narrow = (part: Partial<QueueFilters>): void => {
    pages.toFirst();
    setChosen(new Set());
    setFilters({ ...filters, ...part });
  };
  const choose = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const pointed = (): WithdrawalView | undefined => {
    const id = document.activeElement?.closest<HTMLElement>('[data-withdrawal]')?.dataset.withdrawal;
    return rows.find(({ withdrawalId }) => withdrawalId === (id ?? openId ?? ''));
  };
  const ask = (next: Asking): void => {
    acts.forget();
    setAsking(next);
  };
  const steps = pages.steps(data.nextBefore);
  const bindings: Record<string, () => void> = {
    j: () => focusRow(frame.current, 1),
    k: () => focusRow(frame.current, -1),
    x: () => {
      const row = pointed();
      if (row && (chosen.has(row.withdrawalId) || notChoosable(row) === null)) choose(row.withdrawalId);
    },
    e: () => {
      const row = pointed();
      const which = picked.length > 0 ? picked : row && notApprovable(row, me) === null ? [row] : [];
      if (heldBy === null && which.length > 0) ask({ approve: which });
    },
    h: () => {
      const row = pointed();
      if (heldBy === null && row && ['pending', 'approved', 'expired'].includes(row.state))
        ask({ act: 'hold', on: row });
    },
    '/': () => search.current?.focus(),
    ...stepKeys(steps),
  };
  bindings.Escape = () => setOpenId(null);
  useKeys(bindings);

  const pane = open ? (
    <WithdrawalPane
      withdrawal={open}
      related={one?.withdrawal.withdrawalId === openId ? one.related : null}
      now={now}
      clock={clock}
      onOpen={setOpenId}
    >
      <WithdrawalButtons
        withdrawal={open}
        me={me}
        now={now}
        heldBy={heldBy}
        busy={acts.pending}
        onApprove={() => ask({ approve: [open] })}
        onUndo={() => void acts.undo(open)}
        onDecide={(act) => ask({ act, on: open })}
      />
    </WithdrawalPane>
  ) : null;
  const waiting = data.tabs.open?.count ?? 0;
  return (
    <Screen
      title="Withdrawals"
      note={
        data.oldestAt === null
          ? 'none waits'
          : `${waiting} open, oldest waits ${waitWords(data.oldestAt, now)}`
      }
      actions={
        <>
          <ExportWithdrawals
            filters={{ ...filters, text: filters.text.trim() }}
            applied={appliedWords(filters)}
          />
          <AlertChip />
        </>
      }
      pane={
        wide && open ? (
          <div className="grid min-h-full grid-rows-[auto_1fr] p-5">
            <h2 className="num text-xs text-ink-3">{withdrawalName(open.number)}</h2>
            {pane}
          </div>
        ) : null
      }
      paneLabel="Withdrawal"
    >
      <WithdrawalTabs on="/withdrawals" />
      <WithdrawalFigures queue={data} hotWalletUsd={figures?.gauges[FIGURES.hotWallet]} wallet={wallet} />
      {wallet ? <HotWallet wallet={wallet} now={now} /> : null}
      <QueueTabs tabs={data.tabs} on={filters.tab} onTab={(tab) => narrow({ tab })} />
      <QueueBar ref={search} filters={filters} onChange={narrow} />
      {picked.length > 0 ? (
        <ChosenBar
          chosen={picked}
          heldBy={heldBy}
          onApprove={() => ask({ approve: picked })}
          onClear={() => setChosen(new Set())}
        />
      ) : null}
      <WithdrawalNotices
        error={error}
        readAt={data.now}
        onAgain={() => void refetch()}
        news={list.news}
        onNews={list.letGo}
      />
      <div ref={frame}>
        {rows.length === 0 ? (
          <div className="px-4 lg:px-6">
            <EmptyState title="No request fits">
              Services file withdrawals here. Last read at {clockText(data.now)} UTC.
            </EmptyState>
          </div>
        ) : (
          <WithdrawalTable
            items={rows}
            now={now}
            open={openId}
            chosen={chosen}
            notChoosable={notChoosable}
            onOpen={setOpenId}
            onChoose={choose}
          />
        )}
      </div>
      <p className="flex items-center gap-2 px-4 py-3 text-xs text-ink-3 lg:px-6">
        {rows.length} of {data.tabs[filters.tab]?.count ?? rows.length}
        <PageSteps {...steps} />
      </p>
      <WithdrawalUndoList
        withdrawals={data.undoable}
        now={now}
        clock={clock}
        heldBy={heldBy}
        busy={acts.pending}
        onUndo={(withdrawal) => void acts.undo(withdrawal)}
      />
      {wide ? null : (
        <Sheet
          open={pane !== null}
          onOpenChange={(shown) => {
            if (!shown) setOpenId(null);
          }}
          title={open ? withdrawalName(open.number) : 'Withdrawal'}
          description="What leaves, where to, and what keeps it here."
        >
          {pane}
        </Sheet>
      )}
      <WithdrawalDialogs
        asking={asking}
        now={now}
        acts={acts}
        onDone={() => {
          setAsking(null);
          setChosen(new Set());
        }}
        onClose={() => setAsking(null)}
      />
      {acts.dialog}
    </Screen>
  );
}
