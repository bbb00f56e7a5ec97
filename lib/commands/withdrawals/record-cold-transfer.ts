// record-cold-transfer: somebody sent from cold storage to the hot wallet; from here on it is followed until it arrives.
import { z } from 'zod';
import {
  COLD_TRANSFER_STATES,
  coldTransferName,
  MOST_TRANSFERS_UNDER_WAY,
} from '#lib/catalog/cold-transfers.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { ColdTransferAnswer } from '#lib/contract/wallet.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { arrivals, dueAt, type Receipt } from '#lib/rules/withdrawals/cold-transfer.ts';
import { amountProblem } from '#lib/rules/withdrawals/withdrawal-amount.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  endTransfer,
  insertTransfer,
  lockRecording,
  type NewTransfer,
  nextTransferNumber,
  receiptsOf,
  type StoredTransfer,
  type TransferEnd,
  transferOf,
  transfersUnderWay,
} from '#lib/store/withdrawals/cold-transfers.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { transferAnswer, transferEvent, transferReference } from './cold-transfer-state.ts';
import { WALLET_NAME } from './wallet-word.ts';
import { amountProblems, assetField, exactText, networkField, together } from './withdrawal-input.ts';
import { WITHDRAWAL_CHANGED } from './withdrawal-state.ts';

const input = z
  .strictObject({
    asset: assetField,
    network: networkField,
    amount: exactText(amountProblem, '50000', 'The exact amount in units of the asset, as decimal text.'),
    reference: transferReference,
    reason: anyReason,
  })
  .superRefine(together(amountProblems));

interface State {
  number: number;
  underWay: number;
  same: StoredTransfer | undefined;
  receipts: readonly Receipt[];
}

interface Next {
  transfer: NewTransfer;
  /** It was there before it was recorded. */
  end: TransferEnd | null;
}

export const recordColdTransfer: Command<z.output<typeof input>, void, State, Next, ColdTransferAnswer> = {
  name: 'record-cold-transfer',
  input,
  body: 'ColdTransferAnswer',
  load: async (tx, asked) => {
    await lockRecording(tx);
    const same = await transferOf(tx, asked);
    const underWay = (await transfersUnderWay(tx)).length;
    const receipts = await receiptsOf(tx, [asked.reference]);
    const number = same?.number ?? (await nextTransferNumber(tx));
    return { state: { number, underWay, same, receipts }, now: await databaseNow(tx) };
  },
  decide: ({ number, underWay, same, receipts }, { reason: sent, ...asked }, actor, { now, id }) => {
    const reason = parseReason(sent, false);
    if (!reason.ok) return reason;
    if (same) {
      const sentence = `${coldTransferName(same.number)} is recorded with this reference: ${COLD_TRANSFER_STATES[same.state].toLowerCase()}.`;
      return fail('conflict', sentence, { fields: { reference: sentence } });
    }
    if (underWay >= MOST_TRANSFERS_UNDER_WAY)
      return fail(
        'conflict',
        `${MOST_TRANSFERS_UNDER_WAY} transfers are under way already: say first which of them have arrived or were cancelled.`,
      );
    const { id: recordedBy, name: recordedName } = personOf(actor);
    const transfer: NewTransfer = {
      ...{ id, number, ...asked, reason: reason.value, recordedAt: now, recordedBy, recordedName },
      dueAt: dueAt(asked.network, now),
    };
    const [arrival] = arrivals([transfer], receipts);
    const words = `${asked.amount} ${asked.asset}`;
    return ok({
      next: {
        transfer,
        end: arrival ? { state: 'arrived', at: now, name: WALLET_NAME, arrivedAmount: arrival.amount } : null,
      },
      events: [
        transferEvent('withdrawal.transfer-recorded', transfer, { newValue: words, reason: reason.value }),
        ...(arrival
          ? [
              transferEvent('withdrawal.transfer-arrived', transfer, {
                newValue: `${arrival.amount} ${asked.asset}`,
              }),
            ]
          : []),
      ],
      effects: [WITHDRAWAL_CHANGED],
      answer: transferAnswer(transfer, arrival ? 'arrived' : 'under-way'),
    });
  },
  save: async (tx, { transfer, end }) => {
    await insertTransfer(tx, transfer);
    return end === null || endTransfer(tx, transfer.id, end);
  },
};
