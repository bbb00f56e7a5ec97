// What is asked before an act on withdrawals: the last look before an approval, the reason of everything else.
'use client';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { ApproveWithdrawalsDialog } from '#components/withdrawals/approve-withdrawals-dialog.tsx';
import { dollars } from '#components/withdrawals/withdrawal-words.ts';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { Asking, ReasonedAct, WithdrawalActs } from './withdrawal-acts.ts';

const ACTS: Record<ReasonedAct, { title: string; says: string; button: string; tone: 'safe' | 'plain' }> = {
  hold: {
    title: 'Hold',
    says: 'It stays here until somebody lets it go on; then it is approved from the beginning.',
    button: 'Hold',
    tone: 'safe',
  },
  resume: {
    title: 'Let go on',
    says: 'It waits for approval again, by the rule that it meets now. Earlier approvals do not count.',
    button: 'Let go on',
    tone: 'plain',
  },
  paid: {
    title: 'It was sent:',
    says: 'You looked at the wallet, and it has sent this withdrawal. Say where you saw it.',
    button: 'It was sent',
    tone: 'plain',
  },
  unpaid: {
    title: 'It was not sent:',
    says: 'You looked at the wallet, and it has not sent this withdrawal and never will. It is over; the service returns the amount to its account and files anew if it still has to go.',
    button: 'It was not sent',
    tone: 'plain',
  },
  reject: {
    title: 'Reject',
    says: 'It does not go out, and nobody can change that. The service returns the amount to its account.',
    button: 'Reject',
    tone: 'plain',
  },
};

interface WithdrawalDialogsProps {
  asking: Asking;
  now: number;
  acts: WithdrawalActs;
  onDone: () => void;
  onClose: () => void;
}

export function WithdrawalDialogs({ asking, now, acts, onDone, onClose }: WithdrawalDialogsProps) {
  const after = (done: Promise<boolean>): void => {
    void done.then((was) => {
      if (was) onDone();
    });
  };
  if ('approve' in asking) {
    return (
      <ApproveWithdrawalsDialog
        withdrawals={asking.approve}
        now={now}
        pending={acts.pending}
        error={acts.error}
        onApprove={() => after(acts.approve(asking.approve))}
        onClose={onClose}
      />
    );
  }
  const { title, says, button, tone } = ACTS[asking.act];
  return (
    <ReasonDialog
      title={`${title} ${withdrawalName(asking.on.number)}, ${dollars(asking.on.usdValue)}`}
      says={says}
      button={button}
      tone={tone}
      offered=""
      pending={acts.pending}
      error={acts.error}
      onApply={(reason) => after(acts.decide(asking.act, asking.on, reason))}
      onClose={onClose}
    />
  );
}
