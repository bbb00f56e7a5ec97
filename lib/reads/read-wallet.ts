// The hot wallet: what it holds by its newest report, what wants to leave it, and how that came.
import { z } from 'zod';
import { HOT_WALLET } from '#lib/catalog/withdrawals.ts';
import type { WalletBody } from '#lib/contract/wallet.ts';
import { isSilent, walletLines } from '#lib/rules/hot-wallet.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { newestReport, pendingOutflow, walletHistory } from '#lib/store/wallet-reports.ts';
import type { Read } from './read.ts';

const input = z.strictObject({});

export const readWallet: Read<z.output<typeof input>, WalletBody> = {
  action: 'read-withdrawals',
  body: 'WalletBody',
  input,
  run: async (tx) => {
    const now = await databaseNow(tx);
    const newest = await newestReport(tx);
    const history = await walletHistory(tx, HOT_WALLET.shownReports);
    const { items, total } = walletLines(newest?.balances ?? null, await pendingOutflow(tx));
    return ok({
      now: now.toISOString(),
      observedAt: newest?.observedAt.toISOString() ?? null,
      silent: isSilent(newest?.observedAt ?? null, now),
      lowUsd: HOT_WALLET.lowUsd,
      ...{ items, total, nextBefore: null },
      history: history.map(({ at, usdValue }) => ({ at: at.toISOString(), usdValue })),
    });
  },
};
