// expire-withdrawal: when the time of an approval is over and nothing was sent, says so; it counts no more.
import { z } from 'zod';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import { moveWithdrawal } from '#lib/rules/withdrawals/withdrawal.ts';
import type { WithdrawalChange } from '#lib/store/withdrawals/withdrawals.ts';
import type { Command } from '#lib/write/command.ts';
import {
  loadWithdrawal,
  type OneWithdrawal,
  saveWithdrawal,
  WITHDRAWAL_CHANGED,
  withdrawalEvent,
  withdrawalId,
} from './withdrawal-state.ts';

const input = z.strictObject({ withdrawalId });

export const expireWithdrawal: Command<
  z.output<typeof input>,
  void,
  OneWithdrawal,
  WithdrawalChange,
  ChangedAnswer
> = {
  name: 'expire-withdrawal',
  input,
  body: null,
  load: loadWithdrawal,
  decide: ({ withdrawal }, _asked, _actor, { now }) => {
    const nothing = ok({ next: null, events: [], effects: [], answer: { changed: false } });
    // Decided otherwise meanwhile, or approved anew: that approval has a time of its own.
    if (!withdrawal?.expiresAt || withdrawal.expiresAt > now) return nothing;
    const to = moveWithdrawal(withdrawal, 'expire');
    if (!to.ok) return nothing;
    return ok({
      next: { state: to.value, approvedAt: null, sendAfter: null },
      events: [withdrawalEvent('withdrawal.approval-expired', withdrawal)],
      effects: [WITHDRAWAL_CHANGED],
      answer: { changed: true },
    });
  },
  save: saveWithdrawal,
};
