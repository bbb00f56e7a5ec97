// file-withdrawal: a service asks that something leaves the venue; the same id again is the same request, never a second one.
import type { WithdrawalAnswer } from '#lib/contract/withdrawals.ts';
import type { Actor, ServiceActor } from '#lib/rules/actor.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  contentHashOf,
  insertWithdrawal,
  lockCallerId,
  type NewWithdrawal,
  nextWithdrawalNumber,
  type StoredWithdrawal,
} from '#lib/store/withdrawals/withdrawals.ts';
import type { Command } from '#lib/write/command.ts';
import {
  checkTimes,
  contentOf,
  differences,
  fieldsRefused,
  type WithdrawalInput,
  withdrawalInput,
} from './withdrawal-input.ts';
import { ruleFor, WITHDRAWAL_CHANGED, withdrawalAnswer, withdrawalEvent } from './withdrawal-state.ts';

interface State {
  filed: StoredWithdrawal | undefined;
  number: number;
  contentHash: string;
}

/** Only keys have the scope for it. */
export function serviceOf(actor: Actor): ServiceActor {
  if (actor.kind !== 'service') throw new Error(`a ${actor.kind} is no service`);
  return actor;
}

export const fileWithdrawal: Command<WithdrawalInput, void, State, NewWithdrawal, WithdrawalAnswer> = {
  name: 'file-withdrawal',
  input: withdrawalInput,
  body: 'WithdrawalAnswer',
  load: async (tx, asked) => {
    const filed = await lockCallerId(tx, asked.id);
    const contentHash = filed?.contentHash ?? (await contentHashOf(tx, contentOf(asked)));
    const number = filed?.number ?? (await nextWithdrawalNumber(tx));
    return { state: { filed, number, contentHash }, now: await databaseNow(tx) };
  },
  decide: ({ filed, number, contentHash }, asked, actor, { now, id }) => {
    const content = contentOf(asked);
    if (filed) {
      const same = fieldsRefused(
        differences(content, filed),
        'conflict',
        `${asked.id} was filed with another content. Use amend-withdrawal to change it, or a new id for a new request.`,
      );
      if (!same.ok) return same;
      return ok({ next: null, events: [], effects: [], answer: withdrawalAnswer(filed, { changed: false }) });
    }
    const times = checkTimes(content, now);
    if (!times.ok) return times;
    const service = serviceOf(actor);
    const withdrawal: NewWithdrawal = {
      ...{ ...content, id, number, callerId: asked.id, ...ruleFor(content, now) },
      ...{ filedAt: now, filedBy: service.id, filedName: service.name, requestedBy: service.ownerId },
    };
    return ok({
      next: withdrawal,
      events: [
        withdrawalEvent('withdrawal.filed', withdrawal, {
          newValue: `${content.amount} ${content.asset}`,
          details: { rule: withdrawal.rule, contentHash },
        }),
      ],
      effects: [WITHDRAWAL_CHANGED],
      answer: withdrawalAnswer({ ...withdrawal, contentHash, state: 'pending', approvals: [] }),
    });
  },
  save: insertWithdrawal,
};
