// What customers own and where it is: they deposit and withdraw, the treasury moves money between hot and cold wallet.
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import { logNormal, poisson, type Random } from './random.ts';

export interface Wallet {
  readonly hotUsd: number;
  readonly coldUsd: number;
  /** What the ledger says that customers own. */
  readonly owedUsd: number;
  /** A transfer to cold storage that never arrived there; 0 when all did. */
  readonly missingUsd: number;
  /** Withdrawals customers wait for because a switch holds them. */
  readonly waitingUsd: number;
}

const PER_MINUTE = 6;
const MEDIAN_USD = 450;
const SIGMA = 1.5;
const TOP_UP_BELOW_USD = 180_000;
const SWEEP_ABOVE_USD = 650_000;
const USUAL_USD = 380_000;
const OWED_USD = 38_000_000;
const MISSING_SHARE = 0.003;
/** Customers run: so many, so much, until they see that they are not served. */
const RUN_PER_SECOND = 5;
const RUN_MEDIAN_USD = 9_000;
const RUN_SIGMA = 0.8;
const RUN_SLACKENS_USD = 1_000_000;

export function openWallet(): Wallet {
  const coldUsd = OWED_USD - USUAL_USD;
  return { hotUsd: USUAL_USD, coldUsd, owedUsd: OWED_USD, missingUsd: 0, waitingUsd: 0 };
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
  const paid = usd <= wallet.hotUsd && releases(values, usd);
  return { paid, wallet: paid ? pay(wallet, usd) : { ...wallet, waitingUsd: wallet.waitingUsd + usd } };
}

/** The wallet service paid a customer: it cannot give more than is there, the rest comes from cold storage. */
export function payFromHot(wallet: Wallet, usd: number): Wallet {
  const fromHot = Math.min(usd, wallet.hotUsd);
  return {
    ...pay(wallet, fromHot),
    coldUsd: wallet.coldUsd - (usd - fromHot),
    owedUsd: wallet.owedUsd - usd,
  };
}

/** A transfer from cold storage is there. */
export function takeFromCold(wallet: Wallet, usd: number): Wallet {
  return { ...wallet, hotUsd: wallet.hotUsd + usd, coldUsd: wallet.coldUsd - usd };
}

function pay(wallet: Wallet, usd: number): Wallet {
  return { ...wallet, hotUsd: wallet.hotUsd - usd, owedUsd: wallet.owedUsd - usd };
}

/**
 * The wallet `dtMs` later, with the switches the withdrawals service has. In a `run` customers want their money and
 * the treasury does not answer.
 */
export function stepWallet(
  wallet: Wallet,
  dtMs: number,
  values: SwitchReader,
  random: Random,
  run = false,
): Wallet {
  const mean = (PER_MINUTE * dtMs) / 60_000;
  let now = wallet;
  for (let left = poisson(random, mean); left > 0; left -= 1) {
    const usd = logNormal(random, MEDIAN_USD, SIGMA);
    now = { ...now, hotUsd: now.hotUsd + usd, owedUsd: now.owedUsd + usd };
  }
  for (let left = poisson(random, mean); left > 0; left -= 1)
    now = withdraw(now, logNormal(random, MEDIAN_USD, SIGMA), values).wallet;
  if (run && now.waitingUsd < RUN_SLACKENS_USD)
    for (let left = poisson(random, (RUN_PER_SECOND * dtMs) / 1_000); left > 0; left -= 1)
      now = withdraw(now, logNormal(random, RUN_MEDIAN_USD, RUN_SIGMA), values).wallet;
  if (values.get('withdrawal_enabled') && values.get('large_withdrawals_enabled')) {
    const paid = Math.min(now.waitingUsd, now.hotUsd);
    now = { ...pay(now, paid), waitingUsd: now.waitingUsd - paid };
  }
  return run ? now : balanced(now, values);
}

/** The treasury at work: too much goes to cold storage, too little comes from there. */
function balanced(wallet: Wallet, values: SwitchReader): Wallet {
  const { hotUsd, coldUsd } = wallet;
  // Money comes from cold storage only while customers may take it out again.
  const low = hotUsd < TOP_UP_BELOW_USD && values.get('withdrawal_enabled');
  if (!low && hotUsd <= SWEEP_ABOVE_USD) return wallet;
  return { ...wallet, hotUsd: USUAL_USD, coldUsd: coldUsd + hotUsd - USUAL_USD };
}

/** A transfer gets lost, or the lost one is found. */
export function withTransferLost(wallet: Wallet, lost: boolean): Wallet {
  if (lost === wallet.missingUsd > 0) return wallet;
  const missingUsd = lost ? wallet.owedUsd * MISSING_SHARE : 0;
  return { ...wallet, missingUsd, coldUsd: wallet.coldUsd + wallet.missingUsd - missingUsd };
}
