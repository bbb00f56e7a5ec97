// What is open on the Approvals screen: a request, a use of break-glass, or a deadline to move.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { figuresQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { BreakGlassSheet } from '#components/changes/break-glass-sheet.tsx';
import { diffRows, subjectWords } from '#components/changes/change-set-words.ts';
import { DiffPreview } from '#components/changes/diff-preview.tsx';
import { MoveDeadlineDialog } from '#components/changes/move-deadline-dialog.tsx';
import { RequestSheet } from '#components/changes/request-sheet.tsx';
import type { ServerClock } from '#components/countdown.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { governedFigures } from '#components/venue/governed-figures.ts';
import { requestName } from '#lib/catalog/approvals.ts';
import { findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { ApprovalsBody, ChangeRequestView } from '#lib/contract/approvals.ts';
import { useChangeControl } from '../change-control.tsx';
import { useRaisingHeld } from '../raising-held.ts';
import type { ApprovalActs } from './approval-acts.ts';

/** What is asked over the sheet of a request before it is sent. */
type Asked = { kind: 'refuse' | 'again'; request: ChangeRequestView; epoch: number } | null;

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

function wordsOf({ kind, request }: NonNullable<Asked>) {
  return kind === 'refuse'
    ? ({
        title: `Refuse ${requestName(request.number)}`,
        says: `Nothing changes, and ${request.requestedBy.name} reads why.`,
        button: 'Refuse it',
        tone: 'safe',
        offered: '',
      } as const)
    : ({
        title: `Ask again for ${subjectWords(request.changes)}`,
        says: 'It is a new request for the values that hold now, and takes a second person again.',
        button: 'Request approval',
        tone: 'raise',
        offered: request.reason,
      } as const);
}

export function ApprovalWindows({ body, openId, clock, acts, onClose }: ApprovalWindowsProps) {
  const { me } = useConsole();
  const control = useChangeControl();
  const raisingHeld = useRaisingHeld(null);
  const serverNow = useServerNow();
  const [asked, setAsked] = useState<Asked>(null);
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
  const ask = (kind: 'refuse' | 'again', about: ChangeRequestView): void => {
    acts.forget();
    setAsked({ kind, request: about, epoch: body.epoch });
  };
  const askAgain = (one: ChangeRequestView): void => {
    const [first] = one.changes;
    if (one.changes.length > 1 || !first) {
      ask('again', one);
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
          error={asked ? null : acts.error}
          onApprove={() => done(acts.approve(request))}
          onRefuse={() => ask('refuse', request)}
          onWithdraw={() => done(acts.withdraw(request, 'sheet'))}
          onAskAgain={canAskAgain(request) ? () => askAgain(request) : undefined}
          onClose={onClose}
        />
      ) : null}
      {asked ? (
        <ReasonDialog
          key={asked.kind}
          {...wordsOf(asked)}
          pending={acts.pending}
          error={acts.error}
          onApply={(reason) => {
            const sent =
              asked.kind === 'refuse'
                ? acts.refuse(asked.request, reason)
                : acts.askAgain(asked.request, asked.epoch, reason);
            void sent.then((ended) => {
              if (!ended) return;
              setAsked(null);
              onClose();
            });
          }}
          onClose={() => {
            acts.forget();
            setAsked(null);
          }}
        >
          {asked.kind === 'again' ? (
            <DiffPreview changes={diffRows(asked.request.changesNow ?? asked.request.changes)} />
          ) : null}
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
