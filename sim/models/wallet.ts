// The hot wallet: customers deposit and withdraw, the treasury tops it up or takes the surplus to cold storage.
import type { SwitchReader } from '#lib/rules/matrix.ts';
import { logNormal, poisson, type Random } from './random.ts';

export interface Wallet {
  readonly hotUsd: number;
  /** Withdrawals customers wait for because a switch holds them. */
  readonly waitingUsd: number;
}

const PER_MINUTE = 6;
const MEDIAN_USD = 450;
const SIGMA = 1.5;
const TOP_UP_BELOW_USD = 180_000;
const SWEEP_ABOVE_USD = 650_000;
const USUAL_USD = 380_000;

export function openWallet(): Wallet {
  return { hotUsd: USUAL_USD, waitingUsd: 0 };
}

/** Whether the withdrawals service releases an amount now. */
export function releases(values: SwitchReader, usd: number): boolean {
  if (!values.get('withdrawal_enabled')) return false;
  return usd <= Number(values.get('large_withdrawal_usd')) || values.get('large_withdrawals_enabled');
}

/** One withdrawal more: paid at once when the switches and the wallet allow it, else it waits. */
export function withdraw(
  wallet: Wallet,
  usd: number,
  values: SwitchReader,
): { wallet: Wallet; paid: boolean } {
  const { hotUsd, waitingUsd } = wallet;
  const paid = usd <= hotUsd && releases(values, usd);
  return {
    paid,
    wallet: paid ? { hotUsd: hotUsd - usd, waitingUsd } : { hotUsd, waitingUsd: waitingUsd + usd },
  };
}

/** The wallet `dtMs` later, with the switches the withdrawals service has. */
export function stepWallet(wallet: Wallet, dtMs: number, values: SwitchReader, random: Random): Wallet {
  const mean = (PER_MINUTE * dtMs) / 60_000;
  let deposited = wallet.hotUsd;
  for (let left = poisson(random, mean); left > 0; left -= 1)
    deposited += logNormal(random, MEDIAN_USD, SIGMA);
  let now: Wallet = { ...wallet, hotUsd: deposited };
  for (let left = poisson(random, mean); left > 0; left -= 1)
    now = withdraw(now, logNormal(random, MEDIAN_USD, SIGMA), values).wallet;
  let { hotUsd, waitingUsd } = now;
  if (values.get('withdrawal_enabled') && values.get('large_withdrawals_enabled')) {
    const paid = Math.min(waitingUsd, hotUsd);
    hotUsd -= paid;
    waitingUsd -= paid;
  }
  if (hotUsd > SWEEP_ABOVE_USD) hotUsd = USUAL_USD;
  // Money comes from cold storage only while customers may take it out again.
  if (hotUsd < TOP_UP_BELOW_USD && values.get('withdrawal_enabled')) hotUsd = USUAL_USD;
  return { hotUsd, waitingUsd };
}
