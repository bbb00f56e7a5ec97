// undo-withdrawal-approval: whoever approved a request takes that back while it has not been sent; its approvals begin anew.
import { z } from 'zod';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalAnswer } from '#lib/contract/withdrawals.ts';
import { fail, ok } from '#lib/rules/result.ts';
import type { WithdrawalChange } from '#lib/store/withdrawals/withdrawals.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import {
  loadWithdrawal,
  movable,
  type OneWithdrawal,
  ruleFor,
  STARTS_AGAIN,
  saveWithdrawal,
  WITHDRAWAL_CHANGED,
  withdrawalAnswer,
  withdrawalEvent,
  withdrawalId,
} from './withdrawal-state.ts';

const input = z.strictObject({ withdrawalId });

export const undoWithdrawalApproval: Command<
  z.output<typeof input>,
  void,
  OneWithdrawal,
  WithdrawalChange,
  WithdrawalAnswer
> = {
  name: 'undo-withdrawal-approval',
  input,
  body: 'WithdrawalAnswer',
  load: loadWithdrawal,
  decide: (state, _asked, actor, { now }) => {
    const moved = movable(state.withdrawal, 'undo');
    if (!moved.ok) return moved;
    const { withdrawal, to } = moved.value;
    const name = withdrawalName(withdrawal.number);
    if (withdrawal.approvals.length === 0) return fail('conflict', `${name} has no approval to take back.`);
    if (!withdrawal.approvals.some(({ personId }) => personId === personOf(actor).id))
      return fail('forbidden', `You did not approve ${name}: hold it, if it must not go out.`);
    const rule = ruleFor(withdrawal, now);
    return ok({
      next: { state: to, ...STARTS_AGAIN, rule },
      events: [withdrawalEvent('withdrawal.approval-undone', withdrawal, { details: { rule: rule.rule } })],
      effects: [WITHDRAWAL_CHANGED],
      answer: withdrawalAnswer(withdrawal, { state: to, approvals: 0, ...rule }),
    });
  },
  save: saveWithdrawal,
};
