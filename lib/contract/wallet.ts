// The hot wallet on the wire: what its service reports of it, and how that stands against what wants to leave.

/** Answer to a report of what the hot wallet holds. */
export interface WalletReportAnswer {
  /** False: this report was known already. */
  changed: boolean;
  observedAt: string;
  /** Of all that it holds, US dollars to the cent. */
  usdValue: string;
  /** Transfers from cold storage that have arrived by this report, such as CT-3. */
  arrived: readonly string[];
}

/** A transfer from cold storage, recorded and followed until it is there. */
export interface ColdTransferView {
  transferId: string;
  /** CT-<number>. */
  number: number;
  asset: string;
  network: string;
  /** Exact decimal text. */
  amount: string;
  /** The id of its transaction, by which the wallet service names what came in. */
  reference: string;
  /** under-way, arrived or cancelled. */
  state: string;
  reason: string;
  recordedAt: string;
  recordedBy: string;
  /** Under way after this, it is overdue. */
  dueAt: string;
  overdue: boolean;
  /** What came in by the word of the wallet service; null when a person said so, or it has not arrived. */
  arrivedAmount: string | null;
  /** Who said that it is over: the wallet service, or a person with a reason. Null while it is under way. */
  ended: { at: string; by: string; reason: string | null } | null;
}

/** Answer to a command about one transfer from cold storage. */
export interface ColdTransferAnswer {
  changed: boolean;
  transferId: string;
  number: number;
  /** under-way, arrived or cancelled. */
  state: string;
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
  /** From cold storage: those under way, oldest first, then the newest that are over. */
  transfers: readonly ColdTransferView[];
  /** The newest reports, oldest first. */
  history: readonly WalletMoment[];
}
