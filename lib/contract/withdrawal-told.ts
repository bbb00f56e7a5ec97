// What the service that files withdrawals is told by a signed webhook: one state of one request.
export interface WithdrawalToldBody {
  /** withdrawal.pending, .held, .approved, .releasing, .released, .confirmed, .unknown, .rejected or .expired. */
  type: string;
  /** When it came to this state, ISO 8601. */
  timestamp: string;
  data: {
    /** Under which it was filed. */
    id: string;
    withdrawalId: string;
    /** W-<number>. */
    number: number;
    /** Grows with each state of a request: what comes with a smaller one is older. */
    sequence: number;
    state: string;
    account: string;
    asset: string;
    network: string;
    /** Exact decimal text, as it stood then. */
    amount: string;
    contentHash: string;
    /** Why it is held or was rejected. */
    reason: string | null;
    /** What the wallet calls its payment. */
    reference: string | null;
  };
}
