// amend-withdrawal: a service changes what it asked for; whatever was approved of the request counts no more.
import type { WithdrawalAnswer } from '#lib/contract/withdrawals.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  changeWithdrawal,
  contentHashOf,
  lockCallerId,
  type StoredWithdrawal,
  type WithdrawalChange,
} from '#lib/store/withdrawals/withdrawals.ts';
import type { Command } from '#lib/write/command.ts';
import { serviceOf } from './file-withdrawal.ts';
import {
  checkTimes,
  contentOf,
  differences,
  fieldsRefused,
  type WithdrawalInput,
  withdrawalInput,
} from './withdrawal-input.ts';
import {
  movable,
  ruleFor,
  STARTS_AGAIN,
  WITHDRAWAL_CHANGED,
  withdrawalAnswer,
  withdrawalEvent,
} from './withdrawal-state.ts';

interface State {
  filed: StoredWithdrawal | undefined;
  contentHash: string;
}

export const amendWithdrawal: Command<WithdrawalInput, void, State, WithdrawalChange, WithdrawalAnswer> = {
  name: 'amend-withdrawal',
  input: withdrawalInput,
  body: 'WithdrawalAnswer',
  load: async (tx, asked) => {
    const filed = await lockCallerId(tx, asked.id);
    const contentHash = await contentHashOf(tx, contentOf(asked));
    return { state: { filed, contentHash }, now: await databaseNow(tx) };
  },
  decide: ({ filed, contentHash }, asked, actor, { now }) => {
    const content = contentOf(asked);
    if (!filed) return fail('not_found', `No withdrawal was filed as ${asked.id}.`);
    const changed = differences(content, filed);
    if (Object.keys(changed).length === 0)
      return ok({ next: null, events: [], effects: [], answer: withdrawalAnswer(filed, { changed: false }) });
    const { account } = changed;
    if (account !== undefined)
      return fieldsRefused(
        { account: `${account} A request of another account is a new one.` },
        'conflict',
      ) as ReturnType<typeof fail>;
    const moved = movable(filed, 'amend');
    if (!moved.ok) return moved;
    const times = checkTimes(content, now);
    if (!times.ok) return times;
    const { withdrawal, to } = moved.value;
    const rule = ruleFor(content, now);
    return ok({
      next: {
        ...{ state: to, ...STARTS_AGAIN, rule },
        content: { is: content, at: now, by: serviceOf(actor).ownerId },
      },
      events: [
        withdrawalEvent(
          'withdrawal.amended',
          { ...withdrawal, ...content },
          {
            oldValue: `${withdrawal.amount} ${withdrawal.asset}`,
            newValue: `${content.amount} ${content.asset}`,
            details: { changed: Object.keys(changed), rule: rule.rule, contentHash },
          },
        ),
      ],
      effects: [WITHDRAWAL_CHANGED],
      answer: withdrawalAnswer(withdrawal, { state: to, approvals: 0, contentHash, ...rule }),
    });
  },
  save: async (tx, change, { filed }) => filed !== undefined && changeWithdrawal(tx, filed, change),
};
