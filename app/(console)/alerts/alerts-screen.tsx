// The Alerts screen: what fires, P0 first and grouped, with the one that is looked at beside it, its runbook at the right.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useRef, useState } from 'react';
import { alertsQuery, firingQuery } from '#app/_client/alert-queries.ts';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { useServerClock, useServerNow } from '#app/_client/server-now.ts';
import { AlertHealth } from '#components/alerts/alert-health.tsx';
import { boardHref } from '#components/alerts/alert-href.ts';
import { AlertList, ClosedList } from '#components/alerts/alert-list.tsx';
import { AlertTabs } from '#components/alerts/alert-tabs.tsx';
import { mostPressing } from '#components/alerts/alert-words.ts';
import type { ServerClock } from '#components/countdown.ts';
import { clock as clockText } from '#components/format-time.ts';
import { focusRow } from '#components/row-focus.ts';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { EmptyState, ErrorState, LoadingRows, OfflineState } from '#components/ui/panel-states.tsx';
import { ALERT_KEYS } from '#lib/catalog/alerts.ts';
import type { AlertsBody } from '#lib/contract/alerts.ts';
import { AlertChip } from '../alert-chip.tsx';
import { useChangeControl } from '../change-control.tsx';
import { seeRejectedAction } from './actions.ts';
import { AlertDevice } from './alert-device.tsx';
import { hasThumb } from './firing-detail.tsx';
import { FiringPane } from './firing-pane.tsx';
import { FiringRunbook } from './firing-runbook.tsx';
import { notAnsweredBy } from './not-answered-by.ts';

/** The open firing stands in the address, so that a notice can lead to it; the server is not asked for it. */
function show(number: number): void {
  window.history.replaceState(null, '', boardHref(number));
}

function ListHead({ title, note }: { title: string; note: string }) {
  return (
    <div className="flex min-h-10 flex-wrap items-baseline gap-x-2 border-b border-line px-4 pt-2.5 pb-1 lg:px-5">
      <h2 className="h-sec">{title}</h2>
      <span className="text-xs text-ink-3">{note}</span>
    </div>
  );
}

export function AlertsScreen({ board }: { board: AlertsBody }) {
  const { data = board, error, refetch } = useQuery({ ...alertsQuery, initialData: board });
  const { me, link } = useConsole();
  const { cannotSend } = useChangeControl();
  const seen = useKeyedSend(['alerts']);
  const heardClock = useServerClock();
  const now = useServerNow() || Date.parse(data.now);
  const frame = useRef<HTMLDivElement>(null);
  useKeys({ j: () => focusRow(frame.current, 1), k: () => focusRow(frame.current, -1) });
  const clock: ServerClock = heardClock ?? { skewMs: 0, heardAt: Date.parse(data.now) };
  const wanted = useSearchParams().get('open');
  const pressing = mostPressing(data.groups);
  // What somebody looks at stays: a newer one does not push it aside, nor does its own confirmation.
  const [pinned, setPinned] = useState(pressing);
  if (pinned === null && pressing !== null) setPinned(pressing);
  const selected = wanted !== null && /^[1-9]\d{0,14}$/.test(wanted) ? Number(wanted) : pinned;
  const firing = useQuery({ ...firingQuery(selected ?? 0), enabled: selected !== null });
  const body = selected !== null && firing.data?.firing.number === selected ? firing.data : null;
  const open = data.groups.reduce((sum, group) => sum + group.count, 0);
  const p0 = data.groups
    .filter(({ priority }) => priority === 'P0')
    .reduce((sum, { count }) => sum + count, 0);
  const silent = data.pipelines.filter((one) => one.silent).length;
  const group = data.groups.find(({ firings }) => firings.some(({ number }) => number === selected));
  return (
    <Screen
      title="Alerts"
      actions={<AlertChip />}
      note={p0 === 0 ? 'No P0 is open' : `${p0} P0 open`}
      roomForStack={body !== null && hasThumb(body)}
      className="xl:overflow-hidden!"
      pane={body ? <FiringRunbook body={body} /> : undefined}
      paneLabel="Runbook"
    >
      <div className="flex min-h-full flex-col xl:h-full">
        <AlertTabs on="/alerts" />
        <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-[312px_minmax(0,1fr)]">
          <div
            ref={frame}
            className="relative border-line max-lg:order-last max-lg:border-t lg:border-r xl:overflow-y-auto"
          >
            <ListHead title="Open" note={`${open}, confirm in 5 min, act in 10`} />
            {data.groups.length === 0 ? (
              <div className="px-4 lg:px-5">
                <EmptyState title="Nothing fires">
                  {ALERT_KEYS.length} alerts are watched, last read at {clockText(data.now)} UTC.
                </EmptyState>
              </div>
            ) : (
              <AlertList groups={data.groups} selected={selected} clock={clock} onSelect={show} />
            )}
            <ListHead title="Pipelines" note={silent > 0 ? `${silent} silent` : 'what brings alerts here'} />
            <AlertHealth
              board={data}
              now={now}
              heldBy={notAnsweredBy(me.roles) ?? cannotSend}
              pending={seen.pending}
              onSeen={() => void seen.send(seeRejectedAction, { until: data.now }, 'Seen what was rejected')}
            />
            <ListHead title="Closed" note={data.resolved.length === 0 ? 'none yet' : 'newest first'} />
            <ClosedList firings={data.resolved} selected={selected} now={data.now} onSelect={show} />
            <ListHead title="This browser" note="how it calls you" />
            <AlertDevice />
          </div>
          <div className="relative min-w-0 xl:overflow-y-auto">
            {link.state === 'offline' ? (
              <div className="px-4 lg:px-6">
                <OfflineState title="You are offline">
                  Shown is what was known at {clockText(data.now)} UTC; the clocks go on. Nothing is sent.
                </OfflineState>
              </div>
            ) : error ? (
              <div className="px-4 lg:px-6">
                <ErrorState
                  title="The board did not answer"
                  action={{ label: 'Try again', onPress: () => void refetch() }}
                >
                  Shown is what was known at {clockText(data.now)} UTC. Confirming and acting still work.
                </ErrorState>
              </div>
            ) : null}
            {selected === null ? (
              <div className="px-4 py-2 lg:px-6">
                <EmptyState title="No alert is open">
                  A P0 shows here the moment it fires, with its clocks, its action and its runbook. Turn the
                  sound on under “This browser”.
                </EmptyState>
              </div>
            ) : body ? (
              <FiringPane body={body} group={group ?? null} readAt={data.now} onSelect={show} />
            ) : firing.error ? (
              <div className="px-4 lg:px-6">
                <ErrorState
                  title="This alert could not be read"
                  action={{ label: 'Try again', onPress: () => void firing.refetch() }}
                >
                  {firing.error.message}
                </ErrorState>
              </div>
            ) : (
              <div className="px-4 lg:px-6">
                <LoadingRows rows={6} label="Reading the alert" />
              </div>
            )}
          </div>
        </div>
      </div>
      {seen.dialog}
    </Screen>
  );
}
