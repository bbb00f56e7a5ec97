// The hot wallet on the wire: what its service reports of it, and how that stands against what wants to leave.

/** Answer to a report of what the hot wallet holds. */
export interface WalletReportAnswer {
  /** False: this report was known already. */
  changed: boolean;
  observedAt: string;
  /** Of all that it holds, US dollars to the cent. */
  usdValue: string;
}

/** One asset on one network. */
export interface WalletLine {
  asset: string;
  network: string;
  /** What the wallet holds, exact decimal text; null when its newest report does not name it. */
  amount: string | null;
  usdValue: string | null;
  /** Approved or on its way to the wallet, and not sent. */
  approved: string;
  /** Waits for approvals, or is held. */
  awaiting: string;
  /** What is left when all that is approved has gone; below zero when it does not suffice; null when unknown. */
  left: string | null;
}

export interface WalletTotal {
  usdValue: string | null;
  approvedUsd: string;
  awaitingUsd: string;
  leftUsd: string | null;
}

/** What all of the wallet was worth when it was looked at. */
export interface WalletMoment {
  at: string;
  usdValue: string;
}

/** GET /api/v1/wallet: the hot wallet. */
export interface WalletBody {
  now: string;
  /** When the service looked at it for the newest report; null when it never reported. */
  observedAt: string | null;
  /** Nothing was heard for so long that the figures say nothing of now. */
  silent: boolean;
  /** Below it, withdrawals of a large value are stopped; US dollars. */
  lowUsd: string;
  items: readonly WalletLine[];
  nextBefore: null;
  total: WalletTotal;
  /** The newest reports, oldest first. */
  history: readonly WalletMoment[];
}
