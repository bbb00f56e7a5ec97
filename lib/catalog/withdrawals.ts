// Withdrawals: what may leave and where to, the policy by which it is decided, its states, and its times.
import type { Role } from './roles.ts';

/** Its name wherever it is shown. */
export function withdrawalName(number: number): string {
  return `W-${number}`;
}

/** How the addresses of a network are written and checked. */
export type AddressForm = 'bitcoin' | 'evm';

export const NETWORKS = {
  bitcoin: { label: 'Bitcoin', addresses: 'bitcoin' },
  ethereum: { label: 'Ethereum', addresses: 'evm' },
  arbitrum: { label: 'Arbitrum One', addresses: 'evm' },
} as const satisfies Record<string, { label: string; addresses: AddressForm }>;
export type Network = keyof typeof NETWORKS;
export const NETWORK_NAMES = Object.keys(NETWORKS) as readonly Network[];

/** `decimals`: digits after the point that the asset has on its networks. `dollar`: one unit is worth about one US dollar. */
export const ASSETS = {
  USDC: { decimals: 6, networks: ['ethereum', 'arbitrum'], dollar: true },
  USDT: { decimals: 6, networks: ['ethereum', 'arbitrum'], dollar: true },
  ETH: { decimals: 18, networks: ['ethereum', 'arbitrum'], dollar: false },
  BTC: { decimals: 8, networks: ['bitcoin'], dollar: false },
} as const satisfies Record<string, { decimals: number; networks: readonly Network[]; dollar: boolean }>;
export type Asset = keyof typeof ASSETS;
export const ASSET_NAMES = Object.keys(ASSETS) as readonly Asset[];

/** A dollar asset whose stated value is further from its amount than this was valued wrongly; share. */
export const DOLLAR_TOLERANCE = '0.05';

/** Digits before the point that an amount may have, and after it in any asset. */
export const AMOUNT_DIGITS = { whole: 12, decimals: 18 } as const;

/** When a rule applies: everything that is named has to hold. Ages are those at the moment of the decision. */
export interface PolicyCondition {
  assets?: readonly Asset[];
  /** More than this, USD. */
  above?: string;
  /** At most this, USD. */
  upTo?: string;
  destinationYoungerThanHours?: number;
  destinationAtLeastHours?: number;
  accountYoungerThanDays?: number;
  accountAtLeastDays?: number;
}

/** How many different people approve, and the role one of them has to hold; or nobody may. */
export type PolicyOutcome = { people: number; oneOf: Role | null } | 'block';

export interface PolicyRule {
  key: string;
  label: string;
  when: PolicyCondition;
  outcome: PolicyOutcome;
}

/** The first rule that applies decides; the last one applies to everything and lets nothing out. */
export const WITHDRAWAL_POLICY = [
  {
    key: 'largest',
    label: 'Above $100,000, known destination and account',
    when: { above: '100000', destinationAtLeastHours: 24, accountAtLeastDays: 30 },
    outcome: { people: 2, oneOf: 'super_admin' },
  },
  {
    key: 'large',
    label: 'Above $10,000',
    when: { above: '10000', upTo: '100000' },
    outcome: { people: 2, oneOf: null },
  },
  {
    key: 'young-destination',
    label: 'Above $2,500 to a destination of the last 24 hours',
    when: { above: '2500', upTo: '10000', destinationYoungerThanHours: 24 },
    outcome: { people: 2, oneOf: null },
  },
  {
    key: 'young-account',
    label: 'Above $1,000 from an account of the last 7 days',
    when: { above: '1000', upTo: '10000', accountYoungerThanDays: 7 },
    outcome: { people: 2, oneOf: null },
  },
  {
    key: 'routine',
    label: 'Up to $10,000',
    when: { upTo: '10000' },
    outcome: { people: 1, oneOf: null },
  },
  { key: 'block', label: 'Everything else stays', when: {}, outcome: 'block' },
] as const satisfies readonly PolicyRule[];

/** Who approves, and from which value on they prove anew that it is them; USD. */
export const APPROVERS: readonly Role[] = ['operations', 'risk_manager', 'super_admin'];
export const STEP_UP_ABOVE_USD = '10000';

/** Seconds. */
export const WITHDRAWAL_TIMES = {
  /** An approved request waits so long before it may be sent, and the approval can be undone. */
  undo: 60,
  /** So long after the first approval nothing of it counts any more. */
  approvalHolds: 2 * 3_600,
  /** A price may be so old when the request is filed. */
  priceFresh: 15 * 60,
  /** The wallet has to answer within this time; else nobody knows whether it has sent. */
  walletAnswer: 10,
  /** It was not reached: asked again after this time, twice as long each time, at most the last figure. */
  walletAgain: { first: 2, most: 60 },
  /** What died between asking the wallet and writing its answer down is asked again after this time. */
  walletClaim: 30,
  /** Clocks of other systems may run ahead by so much. */
  clockAhead: 60,
  /** Customers are to be answered within the second; after the first a request is about to be late. */
  sla: { soon: 10 * 60, late: 15 * 60 },
} as const;

/** Behind /withdrawals#, it opens the hot wallet. */
export const HOT_WALLET_ANCHOR = 'hot-wallet';

/** The hot wallet: what its service reports of it. */
export const HOT_WALLET = {
  /** The alert of manual 1 fires below it; US dollars. */
  lowUsd: '100000',
  /** Not heard for so long, its figures say nothing of now; seconds. */
  silentAfter: 120,
  /** Balances that one report may name. */
  mostBalances: 50,
  /** Reports that are shown one after the other. */
  shownReports: 120,
} as const;

/** A request with a risk score from here on asks for a look before it is approved; of 100. */
export const RISK_LOOK_FROM = 50;

export const WITHDRAWAL_STATES = {
  pending: 'Waits for approval',
  held: 'Held',
  approved: 'Approved',
  releasing: 'On its way to the wallet',
  released: 'Sent by the wallet',
  confirmed: 'Confirmed',
  unknown: 'Not known whether it was sent',
  rejected: 'Rejected',
  expired: 'Approval ran out',
} as const;
export type WithdrawalState = keyof typeof WITHDRAWAL_STATES;
export const WITHDRAWAL_STATE_NAMES = Object.keys(WITHDRAWAL_STATES) as readonly WithdrawalState[];

export const WITHDRAWAL_VERBS = [
  'approve',
  'undo',
  'hold',
  'resume',
  'reject',
  'amend',
  'expire',
  // Towards the wallet: it is asked, it sends, it confirms, it refuses, nobody knows.
  'release',
  'accept',
  'confirm',
  'refuse',
  'lose',
] as const;
export type WithdrawalVerb = (typeof WITHDRAWAL_VERBS)[number];

/** No verb leads anywhere from here, but those that are named beside it. */
const NOWHERE = {
  approve: null,
  undo: null,
  hold: null,
  resume: null,
  reject: null,
  amend: null,
  expire: null,
  release: null,
  accept: null,
  confirm: null,
  refuse: null,
  lose: null,
} as const;

/** Where each verb leads; null where it is refused. An approval that is not the last one leaves the request pending. */
export const WITHDRAWAL_MOVES = {
  pending: {
    ...NOWHERE,
    approve: 'approved',
    undo: 'pending',
    hold: 'held',
    reject: 'rejected',
    amend: 'pending',
    expire: 'expired',
  },
  // A changed request is still held: whoever held it has a reason.
  held: { ...NOWHERE, resume: 'pending', reject: 'rejected', amend: 'held' },
  approved: {
    ...NOWHERE,
    undo: 'pending',
    hold: 'held',
    reject: 'rejected',
    amend: 'pending',
    expire: 'expired',
    release: 'releasing',
  },
  releasing: { ...NOWHERE, accept: 'released', confirm: 'confirmed', refuse: 'rejected', lose: 'unknown' },
  released: { ...NOWHERE, confirm: 'confirmed' },
  confirmed: { ...NOWHERE },
  unknown: { ...NOWHERE, accept: 'released', confirm: 'confirmed', refuse: 'rejected' },
  rejected: { ...NOWHERE },
  expired: { ...NOWHERE, hold: 'held', resume: 'pending', reject: 'rejected', amend: 'pending' },
} as const satisfies Record<WithdrawalState, Record<WithdrawalVerb, WithdrawalState | null>>;

/** The ways to look at the queue; a request stands in each that fits it. */
export const WITHDRAWAL_TABS = {
  open: 'Open',
  pending: 'To approve',
  second: 'Second',
  held: 'Held',
  blocked: 'Blocked',
  approved: 'Approved',
  leaving: 'Leaving',
  unknown: 'Unknown',
  done: 'Done',
} as const;
export type WithdrawalTab = keyof typeof WITHDRAWAL_TABS;
export const WITHDRAWAL_TAB_NAMES = Object.keys(WITHDRAWAL_TABS) as readonly WithdrawalTab[];

export const WITHDRAWAL_SORTS = {
  oldest: 'Oldest first',
  newest: 'Newest first',
  largest: 'Largest value first',
  riskiest: 'Highest risk first',
} as const;
export type WithdrawalSort = keyof typeof WITHDRAWAL_SORTS;
export const WITHDRAWAL_SORT_NAMES = Object.keys(WITHDRAWAL_SORTS) as readonly WithdrawalSort[];

/** Decisions that the queue shows below its rows. */
export const QUEUE_DECISIONS = 5;

/** Days that the figures show unless told, and at most. */
export const FIGURE_DAYS = { usual: 30, most: 366 } as const;

/** Requests that one call may file. */
export const MOST_FILED_AT_ONCE = 100;
/** Requests that one approval may name; all of them meet the same rule. */
export const MOST_APPROVED_AT_ONCE = 50;
