// Users' assets: what the ledger owes them against what the wallets hold, compared every few minutes (manual 1).
import type { Wallet } from './wallet.ts';

export interface Reconciliation {
  /** When it was compared, milliseconds since 1970. */
  readonly at: number;
  /** Difference as a share of what is owed, without its sign. */
  readonly mismatch: number;
}

export function reconcile({ hotUsd, coldUsd, owedUsd }: Wallet, now: number): Reconciliation {
  return { at: now, mismatch: Math.abs(hotUsd + coldUsd - owedUsd) / owedUsd };
}

/** Compares again when it is due. */
export function stepReconciliation(
  before: Reconciliation,
  wallet: Wallet,
  now: number,
  everyMs: number,
): Reconciliation {
  return now - before.at >= everyMs ? reconcile(wallet, now) : before;
}
