// Transfers from cold storage to the hot wallet: their states, and how long one may take on its network.
import type { Network } from './withdrawals.ts';

/** Its name wherever it is shown. */
export function coldTransferName(number: number): string {
  return `CT-${number}`;
}

export const COLD_TRANSFER_STATES = {
  'under-way': 'Under way',
  arrived: 'Arrived',
  cancelled: 'Cancelled',
} as const;
export type ColdTransferState = keyof typeof COLD_TRANSFER_STATES;

/** What somebody may say of one under way. */
export const COLD_TRANSFER_ENDS = ['arrived', 'cancelled'] as const;
export type ColdTransferEnd = (typeof COLD_TRANSFER_ENDS)[number];

/** From its record on; one that has not arrived by then is overdue. Seconds. */
export const COLD_TRANSFER_SECONDS = {
  bitcoin: 90 * 60,
  ethereum: 30 * 60,
  arbitrum: 30 * 60,
} as const satisfies Record<Network, number>;

/** Those that are over, shown below those under way. */
export const SHOWN_ENDED_TRANSFERS = 10;
/** More at once are refused: each is followed on one screen. */
export const MOST_TRANSFERS_UNDER_WAY = 50;
/** Receipts that one report of the wallet may name. */
export const MOST_RECEIPTS = 50;
