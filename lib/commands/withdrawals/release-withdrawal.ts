// release-withdrawal: an approved request whose minute is over goes to the wallet; the last look at everything that stops it is here.
import { z } from 'zod';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import { causesOf, moveWithdrawal, type WithdrawalSwitches } from '#lib/rules/withdrawals/withdrawal.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { holdWithdrawalSwitches, insertRelease } from '#lib/store/withdrawals/withdrawal-releases.ts';
import { changeWithdrawal, lockWithdrawals } from '#lib/store/withdrawals/withdrawals.ts';
import type { Command } from '#lib/write/command.ts';
import { type OneWithdrawal, WITHDRAWAL_CHANGED, withdrawalEvent, withdrawalId } from './withdrawal-state.ts';

const input = z.strictObject({ withdrawalId });

interface State extends OneWithdrawal {
  switches: WithdrawalSwitches;
}

/** The same for one withdrawal, always: the wallet pays once for it. */
export const releaseKey = (id: string): string => `bulkhead-withdrawal-${id}`;

export const releaseWithdrawal: Command<z.output<typeof input>, void, State, 'releasing', ChangedAnswer> = {
  name: 'release-withdrawal',
  input,
  body: null,
  load: async (tx, asked) => {
    const switches = await holdWithdrawalSwitches(tx);
    const [withdrawal] = await lockWithdrawals(tx, [asked.withdrawalId]);
    return { state: { withdrawal, switches }, now: await databaseNow(tx) };
  },
  decide: ({ withdrawal, switches }, _asked, _actor, { now }) => {
    const nothing = ok({ next: null, events: [], effects: [], answer: { changed: false } });
    if (!withdrawal || !moveWithdrawal(withdrawal, 'release').ok) return nothing;
    // It stays approved, and its row says why it does not leave.
    if (causesOf(withdrawal, withdrawal.approvals, switches, now).length > 0) return nothing;
    return ok({
      next: 'releasing',
      events: [
        withdrawalEvent('withdrawal.releasing', withdrawal, {
          newValue: `${withdrawal.amount} ${withdrawal.asset}`,
          details: { contentHash: withdrawal.contentHash, idempotencyKey: releaseKey(withdrawal.id) },
        }),
      ],
      effects: [WITHDRAWAL_CHANGED],
      answer: { changed: true },
    });
  },
  save: async (tx, state, { withdrawal }) => {
    if (!withdrawal) return false;
    const { id, contentHash } = withdrawal;
    await insertRelease(tx, { withdrawalId: id, idempotencyKey: releaseKey(id), contentHash });
    return changeWithdrawal(tx, withdrawal, { state });
  },
};
