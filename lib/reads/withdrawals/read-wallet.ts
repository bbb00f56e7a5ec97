// The hot wallet: what it holds by its newest report, what wants to leave it, what comes from cold storage, and how that came.
import { z } from 'zod';
import { SHOWN_ENDED_TRANSFERS } from '#lib/catalog/cold-transfers.ts';
import { HOT_WALLET } from '#lib/catalog/withdrawals.ts';
import type { ColdTransferView, WalletBody } from '#lib/contract/wallet.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { isSilent, walletLines } from '#lib/rules/withdrawals/hot-wallet.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  endedTransfers,
  type StoredTransfer,
  transfersUnderWay,
} from '#lib/store/withdrawals/cold-transfers.ts';
import { newestReport, pendingOutflow, walletHistory } from '#lib/store/withdrawals/wallet-reports.ts';

const input = z.strictObject({});

function transferView(transfer: StoredTransfer, now: Date): ColdTransferView {
  const { id: transferId, number, asset, network, amount, reference, state, reason, dueAt } = transfer;
  const { endedAt, endedName, endReason } = transfer;
  return {
    ...{ transferId, number, asset, network, amount, reference, state, reason },
    ...{ recordedAt: transfer.recordedAt.toISOString(), recordedBy: transfer.recordedName },
    ...{ dueAt: dueAt.toISOString(), overdue: state === 'under-way' && now > dueAt },
    arrivedAmount: transfer.arrivedAmount,
    ended: endedAt === null ? null : { at: endedAt.toISOString(), by: endedName ?? '', reason: endReason },
  };
}

export const readWallet: Read<z.output<typeof input>, WalletBody> = {
  action: 'read-withdrawals',
  body: 'WalletBody',
  input,
  run: async (tx) => {
    const now = await databaseNow(tx);
    const newest = await newestReport(tx);
    const history = await walletHistory(tx, HOT_WALLET.shownReports);
    const { items, total } = walletLines(newest?.balances ?? null, await pendingOutflow(tx));
    const transfers = [
      ...(await transfersUnderWay(tx)),
      ...(await endedTransfers(tx, SHOWN_ENDED_TRANSFERS)),
    ];
    return ok({
      now: now.toISOString(),
      observedAt: newest?.observedAt.toISOString() ?? null,
      silent: isSilent(newest?.observedAt ?? null, now),
      lowUsd: HOT_WALLET.lowUsd,
      ...{ items, total, nextBefore: null },
      transfers: transfers.map((transfer) => transferView(transfer, now)),
      history: history.map(({ at, usdValue }) => ({ at: at.toISOString(), usdValue })),
    });
  },
};
