// Withdrawals in figures: what was filed, what left, what was rejected and why, and how long approvals took.

export interface WithdrawalSum {
  count: number;
  /** Exact, as decimal text. */
  usd: string;
}

/** Requests of some days or of an asset. Those that left, those that were rejected and those that are open are all of them. */
export interface WithdrawalFigure extends WithdrawalSum {
  /** The wallet has sent them. */
  sent: WithdrawalSum;
  rejected: WithdrawalSum;
  open: WithdrawalSum;
  /** From the customer's request to the last approval, of those whose approval stands; null: of none. */
  approval: { count: number; p50Seconds: number | null; p95Seconds: number | null };
}

export interface WithdrawalDayFigure extends WithdrawalFigure {
  /** Of filing, UTC, as YYYY-MM-DD. */
  day: string;
}

export interface WithdrawalAssetFigure extends WithdrawalFigure {
  asset: string;
  /** Exact sum of the amounts, as decimal text. */
  amount: string;
}

export interface WithdrawalCellFigure extends WithdrawalAssetFigure {
  day: string;
}

export interface WithdrawalRejections extends WithdrawalSum {
  /** Null: every reason that is not named by itself. */
  reason: string | null;
}

/** GET /api/v1/withdrawal-figures: requests by the day of their filing (UTC). Days without any are left out. */
export interface WithdrawalFiguresBody {
  now: string;
  /** First and last day, both included. */
  firstDay: string;
  lastDay: string;
  total: WithdrawalFigure;
  days: readonly WithdrawalDayFigure[];
  assets: readonly WithdrawalAssetFigure[];
  /** By day and asset. */
  cells: readonly WithdrawalCellFigure[];
  /** The most frequent first. */
  rejections: readonly WithdrawalRejections[];
}
