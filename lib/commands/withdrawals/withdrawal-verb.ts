// What keeps a request from going out, or lets it go on: each verb is a command of its own, with its reason.
import { z } from 'zod';
import { anyReason } from '#lib/commands/inputs.ts';
import type { WithdrawalAnswer } from '#lib/contract/withdrawals.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
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

const input = z.strictObject({ withdrawalId, reason: anyReason });

const WORDS = { hold: 'held', resume: 'resumed', reject: 'rejected' } as const;

export function withdrawalVerb(
  verb: keyof typeof WORDS,
): Command<z.output<typeof input>, void, OneWithdrawal, WithdrawalChange, WithdrawalAnswer> {
  return {
    name: `${verb}-withdrawal`,
    input,
    body: 'WithdrawalAnswer',
    load: loadWithdrawal,
    decide: (state, asked, actor, { now }) => {
      const reason = parseReason(asked.reason, false);
      if (!reason.ok) return reason;
      const moved = movable(state.withdrawal, verb);
      if (!moved.ok) return moved;
      const { withdrawal, to } = moved.value;
      // What goes on is decided anew, by the rule that it meets by now.
      const rule = verb === 'resume' ? ruleFor(withdrawal, now) : undefined;
      const change: WithdrawalChange =
        rule === undefined
          ? {
              ...{ state: to, approvedAt: null, sendAfter: null, expiresAt: null },
              decided: { at: now, by: personOf(actor), reason: reason.value },
            }
          : { state: to, ...STARTS_AGAIN, rule, decided: null };
      return ok({
        next: change,
        events: [
          withdrawalEvent(`withdrawal.${WORDS[verb]}`, withdrawal, {
            reason: reason.value,
            ...(rule === undefined ? {} : { details: { rule: rule.rule } }),
          }),
        ],
        effects: [WITHDRAWAL_CHANGED],
        answer: withdrawalAnswer(withdrawal, {
          state: to,
          ...(rule === undefined ? {} : { approvals: 0, ...rule }),
        }),
      });
    },
    save: saveWithdrawal,
  };
}
