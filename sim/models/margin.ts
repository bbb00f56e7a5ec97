// The venue's two margin accounts: what customers hold through HL, and the hedge.
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { type Book, HEDGE_ACCOUNT_USD } from './book.ts';
import { pulled } from './pull.ts';

export const MARGIN_ACCOUNTS = ['hl', 'hedge'] as const;
export type MarginAccount = (typeof MARGIN_ACCOUNTS)[number];

export interface Margin {
  /** Positions that customers hold through the HL account, USD. */
  readonly hlExposureUsd: number;
  readonly hedgeExposureUsd: number;
  readonly equityUsd: Readonly<Record<MarginAccount, number>>;
}

/** Filled on HL since the last step, USD. */
export interface HlFills {
  opened: number;
  closed: number;
}

/** Where opens and closes of the usual flow hold each other. */
const USUAL_HL_EXPOSURE_USD = 24_000_000;
const CLOSES_AT_USD = 20_000_000;
const USUAL_EQUITY_USD: Record<MarginAccount, number> = { hl: 3_600_000, hedge: HEDGE_ACCOUNT_USD };
/** Share of the exposure that must be there, and the least an exchange asks for. */
const MAINTENANCE: Record<MarginAccount, number> = { hl: 0.05, hedge: 0.1 };
const LEAST_MARGIN_USD = 20_000;
/** Below this ratio the exchange takes nothing that needs more margin. */
const LEAST_RATIO: Record<MarginAccount, number> = { hl: 1.4, hedge: 1.8 };
/** Where losses take the ratio while the account is broken on purpose: below its alert and below LEAST_RATIO. */
const DRAINED_RATIO: Record<MarginAccount, number> = { hl: 1.3, hedge: 1.7 };
const DRAIN_MS = 1_500;
/** The treasury brings an account back to its usual equity. */
const TOP_UP_MS = 3_000;

export function openMargin(): Margin {
  return { hlExposureUsd: USUAL_HL_EXPOSURE_USD, hedgeExposureUsd: 0, equityUsd: USUAL_EQUITY_USD };
}

function requiredUsd(margin: Margin, account: MarginAccount): number {
  const exposure = account === 'hl' ? margin.hlExposureUsd : margin.hedgeExposureUsd;
  return Math.max(LEAST_MARGIN_USD, exposure * MAINTENANCE[account]);
}

/** Equity over the margin that is needed: 1 is liquidation. */
export function marginRatio(margin: Margin, account: MarginAccount): number {
  return margin.equityUsd[account] / requiredUsd(margin, account);
}

/** Whether the exchange takes what needs more margin. */
export function hasRoom(margin: Margin, account: MarginAccount): boolean {
  return marginRatio(margin, account) >= LEAST_RATIO[account];
}

/** The accounts `dtMs` later; `draining` says which one loses money on purpose. */
export function stepMargin(
  margin: Margin,
  dtMs: number,
  fills: HlFills,
  book: Book,
  draining: (account: MarginAccount) => boolean,
): Margin {
  // The more is held, the more of it is closed.
  const closed = (margin.hlExposureUsd / CLOSES_AT_USD) * fills.closed;
  const next = {
    ...margin,
    hlExposureUsd: Math.max(0, margin.hlExposureUsd + fills.opened - closed),
    hedgeExposureUsd: SYMBOLS.reduce((sum, symbol) => sum + Math.abs(book.hedge[symbol]), 0),
  };
  const equity = (account: MarginAccount) =>
    draining(account)
      ? pulled(margin.equityUsd[account], DRAINED_RATIO[account] * requiredUsd(next, account), dtMs, DRAIN_MS)
      : pulled(margin.equityUsd[account], USUAL_EQUITY_USD[account], dtMs, TOP_UP_MS);
  return { ...next, equityUsd: { hl: equity('hl'), hedge: equity('hedge') } };
}
