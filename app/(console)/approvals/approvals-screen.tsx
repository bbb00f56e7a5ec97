// The Approvals screen: open requests first, then what is owed and what has to be come back to; each opens with its whole difference.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalsQuery, switchesQuery } from '#app/_client/queries.ts';
import { useServerClock } from '#app/_client/server-now.ts';
import { FormList } from '#components/canary/form-list.tsx';
import { formsFor } from '#components/canary/form-words.ts';
import { BreakGlassList } from '#components/changes/break-glass-list.tsx';
import { ClosedRequests } from '#components/changes/closed-requests.tsx';
import { DeadlineList } from '#components/changes/deadline-list.tsx';
import { RequestList } from '#components/changes/request-list.tsx';
import type { ServerClock } from '#components/countdown.ts';
import { clock as clockWords } from '#components/format-time.ts';
import { ReleaseWaitList } from '#components/releases/release-wait-list.tsx';
import { releasesFor } from '#components/releases/release-waits.ts';
import { focusRow } from '#components/row-focus.ts';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { ErrorState } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ApprovalsBody } from '#lib/contract/approvals.ts';
import { useChangeControl } from '../change-control.tsx';
import { useApprovalActs } from './approval-acts.ts';
import { ApprovalWindows } from './approval-windows.tsx';

/** The open object stands in the address, so that a notice can lead to it; the server is not asked for it. */
function show(id: string | null): void {
  window.history.replaceState(null, '', id === null ? '/approvals' : `/approvals?open=${id}`);
}

export function ApprovalsScreen({ approvals }: { approvals: ApprovalsBody }) {
  const { data = approvals, error, refetch } = useQuery({ ...approvalsQuery, initialData: approvals });
  const matrix = useQuery(switchesQuery).data;
  const { me, heard } = useConsole();
  const forms = heard?.status.attention.forms ?? [];
  const releases = heard?.status.attention.releases ?? [];
  const heardClock = useServerClock();
  const control = useChangeControl();
  const acts = useApprovalActs();
  const frame = useRef<HTMLDivElement>(null);
  const openId = useSearchParams().get('open');
  const { closeSheet } = control;
  useEffect(() => {
    if (openId !== null) closeSheet();
  }, [openId, closeSheet]);
  const open = (id: string): void => {
    acts.forget();
    show(id);
  };
  useKeys({
    j: () => focusRow(frame.current, 1),
    k: () => focusRow(frame.current, -1),
    e: () => {
      const here = document.activeElement?.closest<HTMLElement>('[data-request]')?.dataset.request;
      const yours = waiting.find(({ notYours }) => notYours === null);
      const id = here ?? yours?.id;
      if (id) open(id);
    },
  });
  const clock: ServerClock = heardClock ?? { skewMs: 0, heardAt: Date.parse(data.now) };
  const waiting = data.requests.filter(({ state }) => state === 'open');
  const closed = data.requests.filter(({ state }) => state !== 'open');
  const owed = data.breakGlass.filter(({ reviewedBy }) => reviewedBy === null);
  const mine = { forms: formsFor(me, forms), releases: releasesFor(me, releases) };
  const forMe =
    waiting.filter(({ notYours }) => notYours === null).length + mine.forms.length + mine.releases.length;
  return (
    <Screen
      title="Approvals"
      note={`${waiting.length + forms.length + releases.length} open, ${forMe} for you to decide`}
      className="px-4 py-4 lg:px-6"
    >
      <div ref={frame}>
        {error ? (
          <ErrorState
            title="What waits could not be read again"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {error.message} What is shown is from {clockWords(data.now)} UTC; lowering a switch still works.
          </ErrorState>
        ) : null}
        <div className="grid gap-x-10 gap-y-7 xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-7">
            {forms.length > 0 ? (
              <Section title="Forms to sign" note={`${forms.length} open`} rule>
                <FormList forms={forms} mine={mine.forms} now={data.now} />
              </Section>
            ) : null}
            {releases.length > 0 ? (
              <Section title="Releases to approve" note={`${releases.length} open`} rule>
                <ReleaseWaitList releases={releases} mine={mine.releases} now={data.now} />
              </Section>
            ) : null}
            <Section title="Waiting for a second person" note={`${waiting.length} open`} rule>
              <RequestList
                requests={waiting}
                deciders={data.deciders}
                me={me}
                clock={clock}
                readAt={data.now}
                busy={acts.pending}
                heldBy={control.cannotSend}
                onOpen={open}
                onWithdraw={(request) => void acts.withdraw(request, 'row')}
              />
            </Section>
            <Section title="Closed" note="in the last day" rule>
              <ClosedRequests requests={closed} now={data.now} onOpen={open} />
            </Section>
          </div>
          <div className="flex min-w-0 flex-col gap-7">
            <Section
              title="Break-glass"
              note={owed.length === 0 ? 'nothing to review' : `${owed.length} to review`}
              rule
            >
              <BreakGlassList items={data.breakGlass} now={data.now} onOpen={open} />
            </Section>
            <Section title="Values to come back to" note={`${data.deadlines.length}`} rule>
              <DeadlineList
                deadlines={data.deadlines}
                items={matrix?.items ?? []}
                clock={clock}
                now={data.now}
                me={me.id}
                cannotSend={control.cannotSend}
                onSetBack={({ switch: name, symbol, value }) => {
                  show(null);
                  control.openSheet({ name, symbol, preset: value });
                }}
                onMove={({ id }) => open(id)}
              />
            </Section>
          </div>
        </div>
      </div>
      <ApprovalWindows body={data} openId={openId} clock={clock} acts={acts} onClose={() => show(null)} />
      {acts.dialog}
    </Screen>
  );
}
