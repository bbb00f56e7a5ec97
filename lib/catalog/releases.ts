// Releases (manual 2, parts 1 to 5 and 7): strategies, the states of a release, its checklist, its triggers and its times.
import { SERVERS_PER_SIDE } from '#lib/contract/gateway.ts';

/** Its name wherever it is shown. */
export function releaseName(number: number): string {
  return `REL-${number}`;
}

/** `steps` is the share of the traffic of the new version, percent, at each step. */
export const STRATEGIES = {
  'blue-green': {
    label: 'Blue-green',
    means: 'All traffic at once; the old version stays ready to take it back',
    steps: [100],
    rollbackWithinSeconds: 30,
    target: 'under 30 seconds',
  },
  rolling: {
    label: 'Rolling',
    means: 'One instance after the other, each when the one before is measured and healthy',
    steps: Array.from({ length: SERVERS_PER_SIDE }, (_, at) =>
      Math.round(((at + 1) * 100) / SERVERS_PER_SIDE),
    ),
    rollbackWithinSeconds: 120,
    target: '1 to 2 minutes',
  },
  canary: {
    label: 'Canary',
    means: '5, 20, 50, then 100% of the traffic',
    steps: [5, 20, 50, 100],
    rollbackWithinSeconds: 30,
    target: 'under 30 seconds',
  },
  'canary-10': {
    label: 'Canary of manual 2',
    means: '10, 50, then 100% of the traffic',
    steps: [10, 50, 100],
    rollbackWithinSeconds: 30,
    target: 'under 30 seconds',
  },
} as const satisfies Record<
  string,
  { label: string; means: string; steps: readonly number[]; rollbackWithinSeconds: number; target: string }
>;
export type Strategy = keyof typeof STRATEGIES;
export const STRATEGY_NAMES = Object.keys(STRATEGIES) as readonly Strategy[];

export const RELEASE_STATES = {
  planned: 'Waits for approval',
  approved: 'Approved',
  in_progress: 'In progress',
  paused: 'Paused',
  monitoring: 'Monitoring',
  succeeded: 'Succeeded',
  rolled_back: 'Rolled back',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
} as const;
export type ReleaseState = keyof typeof RELEASE_STATES;
export const RELEASE_STATE_NAMES = Object.keys(RELEASE_STATES) as readonly ReleaseState[];

export type ReleaseVerb =
  | 'approve'
  | 'refuse'
  | 'withdraw'
  | 'step'
  | 'pause'
  | 'resume'
  | 'roll-back'
  | 'mark-good';

/** Where each verb leads; null: it is refused there. A step that reaches 100% leads on to `monitoring`. */
export const RELEASE_MOVES = {
  planned: moves({ approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' }),
  approved: moves({ step: 'in_progress', withdraw: 'withdrawn' }),
  in_progress: moves({ step: 'in_progress', pause: 'paused', 'roll-back': 'rolled_back' }),
  paused: moves({ resume: 'in_progress', 'roll-back': 'rolled_back' }),
  monitoring: moves({ 'roll-back': 'rolled_back', 'mark-good': 'succeeded' }),
  succeeded: moves({}),
  rolled_back: moves({}),
  refused: moves({}),
  withdrawn: moves({}),
} as const satisfies Record<ReleaseState, Record<ReleaseVerb, ReleaseState | null>>;

function moves(
  allowed: Partial<Record<ReleaseVerb, ReleaseState>>,
): Record<ReleaseVerb, ReleaseState | null> {
  return {
    ...{ approve: null, refuse: null, withdraw: null, step: null, pause: null, resume: null },
    ...{ 'roll-back': null, 'mark-good': null },
    ...allowed,
  };
}

/** While one of these holds, there is no other release. */
export const ACTIVE_STATES = ['planned', 'approved', 'in_progress', 'paused', 'monitoring'] as const;
/** While one of these holds, both versions are measured. */
export const MEASURED_STATES = ['approved', 'in_progress', 'paused', 'monitoring'] as const;

/** Manual 2, parts 1 and 3: all of it is true before anything is deployed; a "no" is mended first. */
export const RELEASE_CHECKLIST = {
  rollback: 'It can be rolled back in under 5 minutes',
  migrations: 'Database migrations are reversible',
  previous: 'The previous version is ready',
  merged: 'The code is merged to the main branch',
  tests: 'All tests pass',
  reviewed: 'The code is reviewed',
  tagged: 'The artifact is built from the tag of this version',
  staging: 'It is tested on staging or testnet',
  smoke: 'Smoke tests pass on staging',
  benchmarks: 'Performance benchmarks are acceptable',
  plan: 'The rollback plan is documented',
} as const;
export type ChecklistKey = keyof typeof RELEASE_CHECKLIST;
export const CHECKLIST_KEYS = Object.keys(RELEASE_CHECKLIST) as readonly ChecklistKey[];

/** Manual 2, part 5: the parts of release notes. */
export const NOTE_PARTS = {
  added: 'Added',
  changed: 'Changed',
  fixed: 'Fixed',
  deployment: 'Deployment notes',
} as const;
export type NotePart = keyof typeof NOTE_PARTS;
export const NOTE_PART_NAMES = Object.keys(NOTE_PARTS) as readonly NotePart[];
export const NOTE_LIMITS = { items: 50, item: 500 } as const;

/** Manual 2, part 7: what the dashboard shows as health checks, by the name each instance gives it. */
export const COMPONENTS = {
  node: 'Node connection',
  'state-builder': 'State builder',
  strategies: 'All strategies',
  database: 'Database connection',
} as const;
export const COMPONENT_NAMES = Object.keys(COMPONENTS) as readonly (keyof typeof COMPONENTS)[];

/**
 * What rolls a release back. `automatic`: Bulkhead does, at once. `urgent` and `propose`: people are told to; where
 * manual 2 gives two figures, the stricter proposes and the laxer is urgent (product.md section 6).
 */
export const TRIGGERS = {
  health: {
    label: 'Health checks',
    effect: 'automatic',
    when: 'an instance or one of its parts is down, or another version answers',
  },
  'position-mismatch': { label: 'Positions', effect: 'automatic', when: 'any position does not match' },
  'error-rate': { label: 'Error rate', effect: 'automatic', when: 'more than 1% of the requests fail' },
  p99: { label: 'Latency P99', effect: 'automatic', when: 'it is more than 20% above the baseline' },
  'error-spike': {
    label: 'Error spike',
    effect: 'urgent',
    when: 'errors are more than 10 times the baseline',
  },
  restarts: {
    label: 'Restarts',
    effect: 'urgent',
    when: 'an instance of the new version restarted under traffic',
  },
  'trading-halted': {
    label: 'Trades in a minute',
    effect: 'urgent',
    when: 'it takes orders and makes no trade any more',
  },
  'win-rate': {
    label: 'Win rate',
    effect: 'propose',
    when: 'it is more than 15% below the baseline; urgent from 20%',
  },
  latency: {
    label: 'Latency, many times over',
    effect: 'propose',
    when: 'P99 is more than 3 times the baseline; urgent from 5 times',
  },
} as const satisfies Record<string, { label: string; effect: TriggerEffect; when: string }>;
export type TriggerEffect = 'automatic' | 'urgent' | 'propose';
export type TriggerKey = keyof typeof TRIGGERS;
export const TRIGGER_KEYS = Object.keys(TRIGGERS) as readonly TriggerKey[];

/** Manual 2's triggers that no figure tells: a person rolls back for them, and says why. */
export const JUDGED_BY_A_PERSON = 'unusual behaviour, or that the deployment is not safe';

/** Figures of the triggers. Shares are of 1. */
export const LIMITS = {
  errorRate: 0.01,
  p99Factor: 1.2,
  /** From here on the dashboard marks it `~`: still inside, more than half of the way. */
  p99NearFactor: 1.1,
  errorSpikeFactor: 10,
  winRateDrop: { propose: 0.15, urgent: 0.2 },
  latencyFactor: { propose: 3, urgent: 5 },
} as const;

/**
 * Fewer requests say nothing about a share, nor about a percentile; fewer trades nothing about a win rate. `expectedTrades`:
 * where so many are due by the baseline, none at all is no accident (1 in 20,000).
 */
export const LEAST = { requests: 100, trades: 30, expectedTrades: 10 } as const;

/** Times of a release, seconds. */
export const RELEASE_TIMES = {
  /** Over which rates and percentiles are taken. A step holds at least this long: before, they are of two shares. */
  window: 60,
  /** Over which trades are counted for the win rate. */
  tradeWindow: 300,
  /** Figures older than this say nothing about now. */
  freshWithin: 15,
  /** How often both versions are measured. */
  sample: 5,
  /** Manual 2: after all traffic is on the new version. */
  monitor: 300,
  /** Manual 2: "after 1 hour stable, mark deployment as successful". */
  success: 3_600,
} as const;

/** Of the samples of that hour, so many were healthy; a gap is not stability. */
export const STABLE_SHARE = 0.9;
