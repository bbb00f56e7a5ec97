// What is decided on the Withdrawals screen: each act sent with its proof, its outcome said, the queue read again.
'use client';
import { type KeyedSend, useKeyedSend } from '#app/_client/keyed-send.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { dollars, sumWords } from '#components/withdrawals/withdrawal-words.ts';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalAnswer, WithdrawalView } from '#lib/contract/withdrawals.ts';
import {
  approveWithdrawalsAction,
  holdWithdrawalAction,
  reconcileWithdrawalAction,
  rejectWithdrawalAction,
  resumeWithdrawalAction,
  undoWithdrawalApprovalAction,
} from './actions.ts';

export type ReasonedAct = 'hold' | 'resume' | 'reject' | 'paid' | 'unpaid';

/** What somebody is being asked about. */
export type Asking = { approve: readonly WithdrawalView[] } | { act: ReasonedAct; on: WithdrawalView };

interface Reasoned {
  action: ServerAction<WithdrawalAnswer>;
  verb: string;
  done: string;
  /** What is sent besides the withdrawal and the reason. */
  more?: Readonly<Record<string, unknown>>;
}

const REASONED: Record<ReasonedAct, Reasoned> = {
  paid: {
    ...{ action: reconcileWithdrawalAction, verb: 'Reconcile', done: 'is reconciled: it was sent' },
    more: { paid: true },
  },
  unpaid: {
    ...{ action: reconcileWithdrawalAction, verb: 'Reconcile', done: 'is reconciled: it was not sent' },
    more: { paid: false },
  },
  hold: { action: holdWithdrawalAction, verb: 'Hold', done: 'is held' },
  resume: { action: resumeWithdrawalAction, verb: 'Let go on', done: 'waits for approval again' },
  reject: { action: rejectWithdrawalAction, verb: 'Reject', done: 'is rejected' },
};

/** Each but the undoing answers whether it was done. */
export interface WithdrawalActs extends Pick<KeyedSend, 'pending' | 'error' | 'forget' | 'dialog'> {
  approve: (withdrawals: readonly WithdrawalView[]) => Promise<boolean>;
  /** One after the other: each is taken back by itself, and what was refused is said. */
  undo: (withdrawals: readonly WithdrawalView[]) => Promise<void>;
  decide: (act: ReasonedAct, withdrawal: WithdrawalView, reason: string) => Promise<boolean>;
}

export function useWithdrawalActs(): WithdrawalActs {
  const { pending, error, forget, send, dialog } = useKeyedSend(['withdrawals']);
  const said = (id: string, title: string, body?: string) =>
    showToast({ id, tone: 'ok', title, ...(body === undefined ? {} : { body }) });
  const refused = (id: string, title: string, body: string) =>
    showToast({ id, tone: 'crit', title, body, sticky: true });
  return {
    ...{ pending, error, forget, dialog },
    approve: async (withdrawals) => {
      const items = withdrawals.map(({ withdrawalId, contentHash, usdValue }) => ({
        ...{ withdrawalId, contentHash, usdValue },
      }));
      const names = withdrawals.map(({ number }) => withdrawalName(number)).join(', ');
      const sent = await send(approveWithdrawalsAction, { items }, `Approve ${names}`);
      if (!sent?.ok) return false;
      const whole = sent.value.items.filter(({ state }) => state === 'approved').length;
      said(
        `approved ${names}`,
        `${withdrawals.length === 1 ? names : `${withdrawals.length} withdrawals`} approved, ${sumWords(withdrawals)}`,
        whole === withdrawals.length
          ? 'You can take it back for 60 seconds.'
          : 'Somebody else has to approve too before it goes out.',
      );
      return true;
    },
    undo: async (withdrawals) => {
      const undone: WithdrawalView[] = [];
      for (const withdrawal of withdrawals) {
        const name = withdrawalName(withdrawal.number);
        const { withdrawalId } = withdrawal;
        const what = `Take back the approval of ${name}`;
        const sent = await send(undoWithdrawalApprovalAction, { withdrawalId }, what);
        if (sent?.ok) undone.push(withdrawal);
        else if (sent !== null) refused(withdrawalId, `${name} was not taken back`, sent.error.message);
      }
      const [first] = undone;
      if (first === undefined) return;
      said(
        `undone ${first.withdrawalId}`,
        undone.length === 1
          ? `${withdrawalName(first.number)} waits for approval again, ${dollars(first.usdValue)}`
          : `${undone.length} withdrawals wait for approval again, ${sumWords(undone)}`,
      );
    },
    decide: async (act, withdrawal, reason) => {
      const { action, verb, done, more } = REASONED[act];
      const name = withdrawalName(withdrawal.number);
      const { withdrawalId } = withdrawal;
      const sent = await send(action, { withdrawalId, reason, ...more }, `${verb} ${name}`);
      if (sent?.ok) said(withdrawalId, `${name} ${done}, ${dollars(withdrawal.usdValue)}`);
      return sent?.ok === true;
    },
  };
}
