// What the commands about transfers from cold storage share: their fields, what stands in the log, the answer.
import { z } from 'zod';
import { type ColdTransferState, coldTransferName } from '#lib/catalog/cold-transfers.ts';
import type { ColdTransferAnswer } from '#lib/contract/wallet.ts';
import { sameWritten } from '#lib/rules/withdrawals/cold-transfer.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { StoredTransfer } from '#lib/store/withdrawals/cold-transfers.ts';

const REFERENCE =
  'Send the id of the transaction, or the reference by which the wallet service names it: 1 to 200 characters without spaces.';

export const transferReference = z
  .string({ error: REFERENCE })
  .regex(/^[!-~]{1,200}$/, REFERENCE)
  .transform(sameWritten)
  .meta({
    type: 'string',
    description: 'The id of the transaction, or what the wallet service calls it.',
    examples: [`0x${'5e'.repeat(32)}`],
  });

type Named = Pick<StoredTransfer, 'id' | 'number' | 'asset' | 'network' | 'amount' | 'reference'>;

export function transferEvent(kind: string, transfer: Named, more: Partial<AuditEvent> = {}): AuditEvent {
  const { id, asset, network, amount, reference } = transfer;
  const details = { transferId: id, asset, network, amount, reference, ...more.details };
  return { kind, subject: coldTransferName(transfer.number), ...more, details };
}

export function transferAnswer(
  { id, number }: Pick<StoredTransfer, 'id' | 'number'>,
  state: ColdTransferState,
): ColdTransferAnswer {
  return { changed: true, transferId: id, number, state };
}
