// What is decided on the Approvals screen: each act sent with its proof, its outcome said, the list read again.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { type Send, useStepUp } from '#app/_client/step-up.tsx';
import type { ServerAction } from '#app/_entry/action.ts';
import { subjectWords } from '#components/approval-words.ts';
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
  withdraw: (request: ChangeRequestView) => Promise<boolean>;
  /** Asks for the same values anew, where several were asked for at once. */
  askAgain: (request: ChangeRequestView, reason: string) => Promise<boolean>;
  review: (glass: BreakGlassView, note: string) => Promise<boolean>;
  move: (
    deadline: ValueDeadlineView,
    to: { until: string; owner?: string; reason: string },
  ) => Promise<boolean>;
}

export function useApprovalActs(): ApprovalActs {
  const client = useQueryClient();
  const follow = useOutcomes();
  const { run, dialog } = useStepUp();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  // The same act keeps its key until it was answered: pressing again after silence does it once.
  const attempt = useRef<{ text: string; key: string } | null>(null);

  const send = async <Answer>(
    act: ServerAction<Answer>,
    input: Readonly<Record<string, unknown>>,
    what: string,
    done: (answer: Answer) => void,
  ): Promise<boolean> => {
    const text = `${what} ${JSON.stringify(input)}`;
    if (attempt.current?.text !== text) attempt.current = { text, key: crypto.randomUUID() };
    const { key } = attempt.current;
    setPending(true);
    setError(null);
    const sent: Send<Answer> = (proof) => act(input, key, proof);
    const result = await run(sent, what);
    setPending(false);
    // Refused or done: somebody may have decided meanwhile.
    void client.invalidateQueries({ queryKey: ['approvals'] });
    if (result === null) return false;
    if (result.ok || result.error.code !== 'unavailable') attempt.current = null;
    if (!result.ok) {
      setError(result.error);
      return false;
    }
    done(result.value);
    return true;
  };
  const say = (id: string, title: string) => () => showToast({ id, tone: 'ok', title });

  return {
    ...{ pending, error, dialog },
    forget: () => setError(null),
    approve: (request) =>
      send(
        approveChangeAction,
        { requestId: request.id, diffHash: request.diffHash },
        `Approve ${requestName(request.number)}`,
        (answer) =>
          follow(`${requestName(request.number)} is approved: ${subjectWords(request.changes)}`, answer),
      ),
    refuse: (request, reason) =>
      send(
        refuseChangeAction,
        { requestId: request.id, reason },
        `Refuse ${requestName(request.number)}`,
        say(request.id, `${requestName(request.number)} is refused: nothing has changed`),
      ),
    withdraw: (request) =>
      send(
        withdrawChangeAction,
        { requestId: request.id },
        `Withdraw ${requestName(request.number)}`,
        say(request.id, `${requestName(request.number)} is withdrawn: nothing has changed`),
      ),
    askAgain: ({ changes, incident, until }, reason) =>
      send(
        setSwitchesAction,
        {
          changes: changes.map(({ switch: name, symbol, newValue: value }) => ({
            switch: name,
            ...(symbol === null ? {} : { symbol }),
            value,
          })),
          reason,
          ...(incident === null ? {} : { incident }),
          ...(until === null || Date.parse(until) < Date.now() ? {} : { until }),
        },
        'Ask again',
        (answer) => follow(subjectWords(changes), answer),
      ),
    review: (glass, note) =>
      send(
        reviewBreakGlassAction,
        { breakGlassId: glass.id, note },
        `Review the break-glass for ${glass.incident}`,
        say(glass.id, `The break-glass for ${glass.incident} is reviewed`),
      ),
    move: (deadline, to) =>
      send(
        moveDeadlineAction,
        { deadlineId: deadline.id, ...to },
        'Move the deadline',
        say(deadline.id, `The deadline of ${deadline.switch} is moved`),
      ),
  };
}
