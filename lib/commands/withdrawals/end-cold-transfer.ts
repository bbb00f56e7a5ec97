// end-cold-transfer: somebody says that a transfer from cold storage has arrived, or that it never will, and why.
import { z } from 'zod';
import { COLD_TRANSFER_ENDS, COLD_TRANSFER_STATES, coldTransferName } from '#lib/catalog/cold-transfers.ts';
import { anyReason, uuid } from '#lib/commands/inputs.ts';
import type { ColdTransferAnswer } from '#lib/contract/wallet.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  endTransfer,
  lockTransfer,
  type StoredTransfer,
  type TransferEnd,
} from '#lib/store/withdrawals/cold-transfers.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { transferAnswer, transferEvent } from './cold-transfer-state.ts';
import { WITHDRAWAL_CHANGED } from './withdrawal-state.ts';

const input = z.strictObject({
  transferId: uuid.describe('Id of the transfer, as wallet lists it.'),
  as: z
    .enum(COLD_TRANSFER_ENDS, { error: 'Say arrived or cancelled.' })
    .describe('How it ended: arrived or cancelled.'),
  reason: anyReason,
});

interface State {
  transfer: StoredTransfer | undefined;
}

export const endColdTransfer: Command<
  z.output<typeof input>,
  void,
  State,
  TransferEnd,
  ColdTransferAnswer
> = {
  name: 'end-cold-transfer',
  input,
  body: 'ColdTransferAnswer',
  load: async (tx, { transferId }) => ({
    state: { transfer: await lockTransfer(tx, transferId) },
    now: await databaseNow(tx),
  }),
  decide: ({ transfer }, { as, reason: sent }, actor, { now }) => {
    const reason = parseReason(sent, false);
    if (!reason.ok) return reason;
    if (!transfer) return fail('not_found', 'There is no such transfer.');
    if (transfer.state !== 'under-way') {
      const state = COLD_TRANSFER_STATES[transfer.state].toLowerCase();
      return fail('conflict', `${coldTransferName(transfer.number)} is over: ${state}.`, {
        state: transfer.state,
      });
    }
    const { id: by, name } = personOf(actor);
    const words = `${transfer.amount} ${transfer.asset}`;
    return ok({
      next: { state: as, at: now, by, name, reason: reason.value },
      events: [
        transferEvent(
          as === 'arrived' ? 'withdrawal.transfer-arrived' : 'withdrawal.transfer-cancelled',
          transfer,
          { reason: reason.value, ...(as === 'arrived' ? { newValue: words } : { oldValue: words }) },
        ),
      ],
      effects: [WITHDRAWAL_CHANGED],
      answer: transferAnswer(transfer, as),
    });
  },
  save: async (tx, end, { transfer }) => transfer !== undefined && endTransfer(tx, transfer.id, end),
};
