// Withdrawals on the wire: what services hear of their requests, what the queue shows, and how the policy decides.
import type { NextBefore } from './console.ts';

/** Scope of the keys that file withdrawals and ask how they stand. */
export const WITHDRAWALS_SCOPE = 'withdrawals:write';

/** Scope of the wallet service: it says what became of what was released. */
export const WALLET_SCOPE = 'wallet:report';

/** What the wallet is asked to send: POST, signed as Standard Webhooks are. The same key is the same payment, always. */
export interface WalletRequest {
  idempotencyKey: string;
  /** As the service that filed it knows it. */
  withdrawal: string;
  account: string;
  asset: string;
  network: string;
  /** Exact, as decimal text. */
  amount: string;
  address: string;
  memo: string | null;
}

/** How a withdrawal stands after a command about it. */
export interface WithdrawalAnswer {
  changed: boolean;
  withdrawalId: string;
  number: number;
  /** As the caller knows it. */
  id: string;
  state: string;
  /** Rule of the policy that it meets. */
  rule: string;
  /** Different people who have to approve; null when the policy lets nobody. */
  people: number | null;
  approvals: number;
  /** What an approval is bound to. */
  contentHash: string;
}

/** How several withdrawals stand after they were approved together. */
export interface WithdrawalsAnswer {
  changed: boolean;
  items: readonly WithdrawalAnswer[];
}

/** Answer to a list of requests: each by itself, in the order they were sent. */
export interface FiledBatch {
  filed: number;
  refused: number;
  items: readonly FiledItem[];
}

export interface FiledItem {
  status: number;
  withdrawal: WithdrawalAnswer | null;
  error: FiledError | null;
}

export interface FiledError {
  code: string;
  message: string;
  details?: Readonly<Record<string, unknown>>;
}

export interface WithdrawalCause {
  /** `policy`, `withdrawal_enabled`, `large_withdrawals_enabled`, `held`, `approval`, `approver`, `expired`, `undo`, `wallet`, `unknown`. */
  key: string;
  text: string;
}

export interface WithdrawalApprovalView {
  by: { id: string; name: string };
  at: string;
  /** They may still approve withdrawals. */
  stands: boolean;
}

export interface WithdrawalRuleView {
  key: string;
  label: string;
  /** Different people who have to approve; null: nobody may. */
  people: number | null;
  /** Role that one of them has to hold. */
  oneOf: string | null;
  /** Who has to approve, in words. */
  asks: string;
}

export interface WithdrawalView {
  withdrawalId: string;
  number: number;
  /** As the caller knows it. */
  id: string;
  account: string;
  accountSince: string;
  asset: string;
  network: string;
  /** Exact, as decimal text. */
  amount: string;
  usdValue: string;
  pricedAt: string;
  address: string;
  destinationSince: string;
  memo: string | null;
  riskScore: number;
  riskNotes: readonly string[];
  requestedAt: string;
  filedAt: string;
  filedBy: string;
  amendedAt: string | null;
  state: string;
  rule: WithdrawalRuleView;
  contentHash: string;
  approvals: readonly WithdrawalApprovalView[];
  approvedAt: string | null;
  /** When it may be sent; until then the approval can be undone. */
  sendAfter: string | null;
  /** When its approvals stop to count. */
  expiresAt: string | null;
  /** Who held or rejected it, and why. */
  decision: { by: string; at: string; reason: string } | null;
  /** What the wallet calls its payment; null while it has not said. */
  reference: string | null;
  /** Idempotency key by which the wallet knows it; null until it was released. */
  walletKey: string | null;
  /** Why the wallet was not reached the last time, or why nobody knows what it did. */
  walletProblem: string | null;
  /** Everything that keeps it from going out now. */
  causes: readonly WithdrawalCause[];
  /** Its wait against what customers were promised: `fine`, `soon`, `late`. */
  sla: string;
}

export interface WithdrawalTotals {
  count: number;
  usd: string;
}

/** What somebody, or the wallet, decided about a withdrawal, and how it stands since. */
export interface WithdrawalDecision {
  verb: 'approved' | 'held' | 'rejected';
  at: string;
  /** Who decided: the newest of its approvals, or whoever holds or rejected it. */
  by: string;
  withdrawal: WithdrawalView;
}

/** GET /api/v1/withdrawals: the queue. */
export interface WithdrawalsBody {
  now: string;
  items: readonly WithdrawalView[];
  nextBefore: NextBefore;
  /** By tab: `open`, `pending`, `second`, `held`, `blocked`, `approved`, `leaving`, `unknown`, `done`. */
  tabs: Readonly<Record<string, WithdrawalTotals>>;
  /** What the one who asks approved and can still take back, the newest approval first. */
  undoable: readonly WithdrawalView[];
  /** What anybody decided last, the newest first. */
  decided: readonly WithdrawalDecision[];
  /** Decisions of the present day, UTC, that still stand. */
  today: { approved: number; held: number; rejected: number };
  /** When the one that waits longest for an approval was asked for; null when none waits. */
  oldestAt: string | null;
  switches: { withdrawalsOn: boolean; largeOn: boolean; largeUsd: string };
}

/** GET /api/v1/withdrawal: one request, with others of its account or to its address. */
export interface WithdrawalBody {
  now: string;
  withdrawal: WithdrawalView;
  related: readonly WithdrawalView[];
  /** What the service that filed it is told of it, in order. */
  told: readonly ToldView[];
}

/** One state of a withdrawal, as the service that filed it is told. */
export interface ToldView {
  state: string;
  at: string;
  /** Times that it was sent. */
  attempts: number;
  /** When the service took it; null while it has not, or never will. */
  takenAt: string | null;
  /** Why it was not taken the last time. */
  problem: string | null;
}

export interface PolicyStepView {
  key: string;
  label: string;
  met: boolean;
  because: string;
}

/** GET /api/v1/withdrawal-policy: the rules in their order, and which one a request would meet. */
export interface WithdrawalPolicyBody {
  rules: readonly WithdrawalRuleView[];
  /** Null when no request was described. */
  match: { rule: WithdrawalRuleView; steps: readonly PolicyStepView[] } | null;
  /** From which value on whoever approves proves anew that it is them, USD. */
  stepUpAboveUsd: string;
}
