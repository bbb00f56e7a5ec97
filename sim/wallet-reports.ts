// Says what the venue's hot wallet holds and what came in, as its wallet service does: again and again, each time whole.
import { setTimeout as wait } from 'node:timers/promises';
import type { Asset, Network } from '#lib/catalog/withdrawals.ts';
import { ASSETS } from '#lib/catalog/withdrawals.ts';
import type { Log } from '#lib/process/log.ts';
import type { Receipt } from '#lib/rules/withdrawals/cold-transfer.ts';
import { usdOf } from './models/withdrawal-request.ts';

interface WalletReportsOptions {
  consoleUrl: string;
  /** Of the scope `wallet:report`. */
  apiKey: string;
  /** Seconds between two reports. */
  every: number;
  /** What the wallet is worth now. */
  hotUsd(): number;
  /** What came from cold storage. */
  received(): readonly Receipt[];
  log: Log;
}

/** In what the treasury keeps the hot wallet; they sum to 1. */
const SHARES: readonly { asset: Asset; network: Network; share: number }[] = [
  { asset: 'USDC', network: 'ethereum', share: 0.35 },
  { asset: 'USDC', network: 'arbitrum', share: 0.3 },
  { asset: 'USDT', network: 'ethereum', share: 0.15 },
  { asset: 'ETH', network: 'arbitrum', share: 0.12 },
  { asset: 'BTC', network: 'bitcoin', share: 0.08 },
];
const ANSWER_WITHIN_MS = 5_000;
/** No more digits than a float of this size has. */
const DECIMALS = 8;

interface ReportedBalance {
  asset: Asset;
  network: Network;
  amount: string;
  usdValue: string;
}

/** What a wallet worth so much holds. */
export function balancesOf(hotUsd: number): ReportedBalance[] {
  return SHARES.map(({ asset, network, share }) => {
    const usd = Math.max(0, hotUsd) * share;
    const amount = (usd / usdOf(asset)).toFixed(Math.min(DECIMALS, ASSETS[asset].decimals));
    return { asset, network, amount, usdValue: usd.toFixed(2) };
  });
}

export function openWalletReports({
  consoleUrl,
  apiKey,
  every,
  hotUsd,
  received,
  log,
}: WalletReportsOptions): {
  close(): Promise<void>;
} {
  const closing = new AbortController();

  async function report(): Promise<void> {
    try {
      const response = await fetch(`${consoleUrl}/api/v1/commands/report-wallet-balances`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ observedAt: new Date().toISOString(), balances: balancesOf(hotUsd()) },
          received: received(),
        }),
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await response.body?.cancel();
      if (response.status >= 400 && response.status < 500)
        log.error('a report of the wallet was refused', { status: response.status });
    } catch (error) {
      // The next report says how it is then.
      log.debug('the console cannot be heard', { err: error });
    }
  }

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      await report();
      await wait(every * 1_000, undefined, { signal: closing.signal });
    }
  }

  const working = work().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  return {
    close: async () => {
      closing.abort();
      await working;
    },
  };
}
