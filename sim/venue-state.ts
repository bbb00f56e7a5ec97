// Everything that is true of the venue at one moment.
import { type Accounts, type Entries, openAccounts } from './models/accounts.ts';
import { type Book, openBook } from './models/book.ts';
import type { Canary } from './models/canary.ts';
import { type CanaryTerms, USUAL_TERMS } from './models/canary-terms.ts';
import { type DatabaseWatch, openDatabaseWatch } from './models/database.ts';
import { type Deviations, openDeviations } from './models/deviation.ts';
import { type HlLink, openHlLink } from './models/hl-link.ts';
import { type Liquidation, openLiquidation } from './models/liquidation.ts';
import { type LossWatch, openLossWatch } from './models/loss-watch.ts';
import { type Margin, openMargin } from './models/margin.ts';
import { type Market, openMarket } from './models/market.ts';
import { NO_RATES, type Rates } from './models/rates.ts';
import { type Reconciliation, reconcile } from './models/reconciliation.ts';
import { openWallet, type Wallet } from './models/wallet.ts';

/** Each part is replaced whole, never changed. */
export interface VenueState {
  /** As the venue sees it through its stream. */
  market: Market;
  /** As it is. */
  actualMarket: Market;
  /** When the stream last brought something, milliseconds since 1970. */
  streamAt: number;
  book: Book;
  entries: Entries;
  wallet: Wallet;
  accounts: Accounts;
  rates: Rates;
  hl: HlLink;
  margin: Margin;
  liquidation: Liquidation;
  deviations: Deviations;
  database: DatabaseWatch;
  reconciliation: Reconciliation;
  lossWatch: LossWatch;
  canary: Canary | null;
  /** What a canary is given now. */
  canaryTerms: CanaryTerms;
}

export function openVenueState(now: number): VenueState {
  const market = openMarket();
  const book = openBook();
  const wallet = openWallet();
  return {
    ...{ market, actualMarket: market, streamAt: now, book, wallet, accounts: openAccounts() },
    ...{ entries: new Map(), rates: NO_RATES, hl: openHlLink(), margin: openMargin() },
    ...{
      liquidation: openLiquidation(now),
      deviations: openDeviations(now),
      database: openDatabaseWatch(now),
    },
    ...{ reconciliation: reconcile(wallet, now), lossWatch: openLossWatch(book.reserve) },
    ...{ canary: null, canaryTerms: USUAL_TERMS },
  };
}
