// Transfers from cold storage: when one has arrived by what the hot wallet received, and when it is overdue. Pure.
import { COLD_TRANSFER_SECONDS } from '#lib/catalog/cold-transfers.ts';
import type { Asset, Network } from '#lib/catalog/withdrawals.ts';
import { isSame } from './withdrawal-amount.ts';

/** What came into the hot wallet by one transaction. */
export interface Receipt {
  network: Network;
  asset: Asset;
  reference: string;
  amount: string;
}

export interface TransferUnderWay {
  id: string;
  number: number;
  asset: string;
  network: string;
  amount: string;
  reference: string;
}

/** Transaction ids are hexadecimal, which some write in capitals: the same id is the same transaction. */
export function sameWritten(reference: string): string {
  return /^(0x)?[0-9a-f]{64}$/i.test(reference) ? reference.toLowerCase() : reference;
}

const keyOf = ({ network, asset, reference }: Pick<TransferUnderWay, 'network' | 'asset' | 'reference'>) =>
  `${network} ${asset} ${reference}`;

/** Which receipts say something else than what is known of the same transaction, by their place in the list. */
export function contradicted(receipts: readonly Receipt[], known: readonly Receipt[]): number[] {
  const amounts = new Map(known.map((one) => [keyOf(one), one.amount]));
  return receipts.flatMap((one, index) => {
    const before = amounts.get(keyOf(one));
    if (before === undefined) amounts.set(keyOf(one), one.amount);
    return before === undefined || isSame(before, one.amount) ? [] : [index];
  });
}

/** Each transfer that arrived, with what arrived of it: a fee may have been taken off on the way. */
export function arrivals<T extends TransferUnderWay>(
  transfers: readonly T[],
  receipts: readonly Receipt[],
): { transfer: T; amount: string }[] {
  const amounts = new Map(receipts.map((one) => [keyOf(one), one.amount]));
  return transfers.flatMap((transfer) => {
    const amount = amounts.get(keyOf(transfer));
    return amount === undefined ? [] : [{ transfer, amount }];
  });
}

export function dueAt(network: Network, recordedAt: Date): Date {
  return new Date(recordedAt.getTime() + COLD_TRANSFER_SECONDS[network] * 1_000);
}
