// reconcile-withdrawal: nobody knew whether the wallet has sent; somebody looked there and says so. It is never asked again.
import { z } from 'zod';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { WithdrawalAnswer } from '#lib/contract/withdrawals.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { heard, saveWord, type WalletWord } from './wallet-word.ts';
import {
  loadWithdrawal,
  type OneWithdrawal,
  WITHDRAWAL_CHANGED,
  withdrawalAnswer,
  withdrawalEvent,
  withdrawalId,
} from './withdrawal-state.ts';

const PAID = 'Say with true or false whether the wallet has sent it.';
const input = z.strictObject({
  withdrawalId,
  paid: z.boolean({ error: PAID }).describe('Whether the wallet has sent it.'),
  reason: anyReason,
});

export const reconcileWithdrawal: Command<
  z.output<typeof input>,
  void,
  OneWithdrawal,
  WalletWord,
  WithdrawalAnswer
> = {
  name: 'reconcile-withdrawal',
  input,
  body: 'WithdrawalAnswer',
  load: loadWithdrawal,
  decide: ({ withdrawal }, { paid, reason: sent }, actor, { now }) => {
    const reason = parseReason(sent, false);
    if (!reason.ok) return reason;
    if (!withdrawal) return fail('not_found', 'There is no such withdrawal.');
    const outcome = paid ? 'sent' : 'refused';
    const state = withdrawal.state === 'unknown' ? heard(withdrawal, outcome) : null;
    if (state === null)
      return fail(
        'conflict',
        `${withdrawalName(withdrawal.number)} is not unknown: there is nothing to reconcile.`,
        {
          state: withdrawal.state,
        },
      );
    return ok({
      next: { state, outcome, at: now, reference: null, reason: reason.value, by: personOf(actor) },
      events: [
        withdrawalEvent(paid ? 'withdrawal.reconciled-paid' : 'withdrawal.reconciled-unpaid', withdrawal, {
          reason: reason.value,
        }),
      ],
      effects: [WITHDRAWAL_CHANGED],
      answer: withdrawalAnswer(withdrawal, { state }),
    });
  },
  save: saveWord,
};
