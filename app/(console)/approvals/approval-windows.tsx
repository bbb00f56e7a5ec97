// What is open on the Approvals screen: a request, a use of break-glass, or a deadline to move.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { diffRows, subjectWords } from '#components/approval-words.ts';
import { BreakGlassSheet } from '#components/break-glass-sheet.tsx';
import type { ServerClock } from '#components/countdown.ts';
import { DiffPreview } from '#components/diff-preview.tsx';
import { governedFigures } from '#components/governed-figures.ts';
import { MoveDeadlineDialog } from '#components/move-deadline-dialog.tsx';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { RequestSheet } from '#components/request-sheet.tsx';
import { requestName } from '#lib/catalog/approvals.ts';
import { findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { ApprovalsBody, ChangeRequestView } from '#lib/contract/approvals.ts';
import { useChangeControl } from '../change-control.tsx';
import { useRaisingHeld } from '../raising-held.ts';
import type { ApprovalActs } from './approval-acts.ts';

interface ApprovalWindowsProps {
  body: ApprovalsBody;
  openId: string | null;
  clock: ServerClock;
  acts: ApprovalActs;
  onClose: () => void;
}

/** From here only what is a change of its own, with values that can be sent. */
function canAskAgain({ changes, subject }: ChangeRequestView): boolean {
  return subject === null && (changes.length === 1 || changes.every((change) => !change.newInherited));
}

export function ApprovalWindows({ body, openId, clock, acts, onClose }: ApprovalWindowsProps) {
  const { me } = useConsole();
  const control = useChangeControl();
  const raisingHeld = useRaisingHeld(null);
  const serverNow = useServerNow();
  const [refusing, setRefusing] = useState<ChangeRequestView | null>(null);
  const [again, setAgain] = useState<ChangeRequestView | null>(null);
  const request = body.requests.find(({ id }) => id === openId);
  const glass = body.breakGlass.find(({ id }) => id === openId);
  const deadline = body.deadlines.find(({ id }) => id === openId);
  const sample = useQuery({ ...figuresQuery(30), enabled: request !== undefined }).data?.items.at(-1);
  const governed = findSwitch(request?.changes[0]?.switch ?? '');
  const done = (was: Promise<boolean>): void => {
    void was.then((ended) => {
      if (ended) onClose();
    });
  };
  const askAgain = (one: ChangeRequestView): void => {
    acts.forget();
    const [first] = one.changes;
    if (one.changes.length > 1 || !first) {
      setAgain(one);
      return;
    }
    onClose();
    control.openSheet({
      name: first.switch as SwitchName,
      symbol: first.symbol,
      preset: first.newInherited ? 'inherit' : first.newValue,
      reason: one.reason,
    });
  };
  return (
    <>
      {request ? (
        <RequestSheet
          key={request.id}
          request={request}
          me={me}
          deciders={body.deciders}
          clock={clock}
          now={body.now}
          figures={governed ? governedFigures(governed.group, sample) : []}
          raisingHeld={raisingHeld}
          cannotSend={control.cannotSend}
          pending={acts.pending}
          error={refusing || again ? null : acts.error}
          onApprove={() => done(acts.approve(request))}
          onRefuse={() => {
            acts.forget();
            setRefusing(request);
          }}
          onWithdraw={() => done(acts.withdraw(request))}
          onAskAgain={canAskAgain(request) ? () => askAgain(request) : undefined}
          onClose={onClose}
        />
      ) : null}
      {refusing ? (
        <ReasonDialog
          title={`Refuse ${requestName(refusing.number)}`}
          says={`Nothing changes, and ${refusing.requestedBy.name} reads why.`}
          button="Refuse it"
          tone="safe"
          offered=""
          pending={acts.pending}
          error={acts.error}
          onApply={(reason) => {
            void acts.refuse(refusing, reason).then((ended) => {
              if (!ended) return;
              setRefusing(null);
              onClose();
            });
          }}
          onClose={() => setRefusing(null)}
        />
      ) : null}
      {again ? (
        <ReasonDialog
          title={`Ask again for ${subjectWords(again.changes)}`}
          says="It is a new request for the values that hold now, and takes a second person again."
          button="Request approval"
          tone="raise"
          offered={again.reason}
          pending={acts.pending}
          error={acts.error}
          onApply={(reason) => {
            void acts.askAgain(again, reason).then((ended) => {
              if (!ended) return;
              setAgain(null);
              onClose();
            });
          }}
          onClose={() => setAgain(null)}
        >
          <DiffPreview changes={diffRows(again.changesNow ?? again.changes)} />
        </ReasonDialog>
      ) : null}
      {glass ? (
        <BreakGlassSheet
          key={glass.id}
          glass={glass}
          me={me.id}
          now={body.now}
          cannotSend={control.cannotSend}
          pending={acts.pending}
          error={acts.error}
          onReview={(note) => done(acts.review(glass, note))}
          onClose={onClose}
        />
      ) : null}
      {deadline ? (
        <MoveDeadlineDialog
          key={deadline.id}
          deadline={deadline}
          me={me}
          people={body.deciders}
          clockNow={serverNow}
          pending={acts.pending}
          error={acts.error}
          onMove={(to) => done(acts.move(deadline, to))}
          onClose={onClose}
        />
      ) : null}
    </>
  );
}
