// What is decided on the Approvals screen: each act sent with its proof, its outcome said, the list read again.
'use client';
import type { ReactNode } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import { subjectWords } from '#components/changes/change-set-words.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { requestName } from '#lib/catalog/approvals.ts';
import type { BreakGlassView, ChangeRequestView, ValueDeadlineView } from '#lib/contract/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { useOutcomes } from '../outcomes.tsx';
import { setSwitchesAction } from '../switches/actions.ts';
import {
  approveChangeAction,
  moveDeadlineAction,
  refuseChangeAction,
  reviewBreakGlassAction,
  withdrawChangeAction,
} from './actions.ts';

/** Each act answers whether it was done. */
export interface ApprovalActs {
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** The question for the second factor, while it is asked. */
  dialog: ReactNode;
  /** Forgets what the last act was refused for. */
  forget: () => void;
  approve: (request: ChangeRequestView) => Promise<boolean>;
  refuse: (request: ChangeRequestView, reason: string) => Promise<boolean>;
  /** `row`: no window is open that could say why it was refused. */
  withdraw: (request: ChangeRequestView, from: 'sheet' | 'row') => Promise<boolean>;
  /** Asks for the same values anew, where several were asked for at once; `epoch` is that of the difference that was shown. */
  askAgain: (request: ChangeRequestView, epoch: number, reason: string) => Promise<boolean>;
  review: (glass: BreakGlassView, note: string) => Promise<boolean>;
  move: (
    deadline: ValueDeadlineView,
    to: { until: string; owner?: string; reason: string },
  ) => Promise<boolean>;
}

export function useApprovalActs(): ApprovalActs {
  const follow = useOutcomes();
  // Refused or done: somebody may have decided meanwhile.
  const { pending, error, forget, send, dialog } = useKeyedSend(['approvals']);
  const act = async <Answer>(
    action: ServerAction<Answer>,
    input: Readonly<Record<string, unknown>>,
    what: string,
    done: (answer: Answer) => void,
    refused?: (sentence: string) => void,
  ): Promise<boolean> => {
    const sent = await send(action, input, what);
    if (sent === null) return false;
    if (sent.ok) done(sent.value);
    else refused?.(sent.error.message);
    return sent.ok;
  };
  const say = (id: string, title: string) => () => showToast({ id, tone: 'ok', title });

  return {
    ...{ pending, error, dialog, forget },
    approve: (request) =>
      act(
        approveChangeAction,
        { requestId: request.id, diffHash: request.diffHash },
        `Approve ${requestName(request.number)}`,
        (answer) =>
          follow(`${requestName(request.number)} is approved: ${subjectWords(request.changes)}`, answer),
      ),
    refuse: (request, reason) =>
      act(
        refuseChangeAction,
        { requestId: request.id, reason },
        `Refuse ${requestName(request.number)}`,
        say(request.id, `${requestName(request.number)} is refused: nothing has changed`),
      ),
    withdraw: (request, from) =>
      act(
        withdrawChangeAction,
        { requestId: request.id },
        `Withdraw ${requestName(request.number)}`,
        say(request.id, `${requestName(request.number)} is withdrawn: nothing has changed`),
        from === 'sheet'
          ? undefined
          : (body) =>
              showToast({
                ...{ id: request.id, tone: 'crit', sticky: true, body },
                title: `${requestName(request.number)} is not withdrawn`,
              }),
      ),
    askAgain: ({ changes, incident, until }, epoch, reason) =>
      act(
        setSwitchesAction,
        {
          changes: changes.map(({ switch: name, symbol, newValue: value }) => ({
            switch: name,
            ...(symbol === null ? {} : { symbol }),
            ...{ value, expectedEpoch: epoch },
          })),
          reason,
          ...(incident === null ? {} : { incident }),
          ...(until === null || Date.parse(until) < Date.now() ? {} : { until }),
        },
        'Ask again',
        (answer) => follow(subjectWords(changes), answer),
      ),
    review: (glass, note) =>
      act(
        reviewBreakGlassAction,
        { breakGlassId: glass.id, note },
        `Review the break-glass for ${glass.incident}`,
        say(glass.id, `The break-glass for ${glass.incident} is reviewed`),
      ),
    move: (deadline, to) =>
      act(
        moveDeadlineAction,
        { deadlineId: deadline.id, ...to },
        'Move the deadline',
        say(deadline.id, `The deadline of ${deadline.switch} is moved`),
      ),
  };
}
