// Releases as the console says them: the list, one with its dashboard, and the verdict that other rollout tools poll.
import type { NextBefore } from './console.ts';
import type { PersonRef } from './incidents.ts';

export interface ReleaseSummary {
  id: string;
  /** REL-1, REL-2, ... */
  number: number;
  strategy: string;
  state: string;
  fromVersion: string;
  toVersion: string;
  /** Shares of its steps, percent, and how many of them are taken. */
  steps: readonly number[];
  step: number;
  /** Of the traffic, percent, wanted for the new version now. */
  share: number;
  startedAt: string;
  startedBy: PersonRef;
  approvedAt: string | null;
  approvedBy: PersonRef | null;
  trafficAt: string | null;
  fullAt: string | null;
  endedAt: string | null;
  endedBy: string | null;
  endReason: string | null;
  /** The trigger of manual 2 by which Bulkhead rolled it back. */
  trigger: string | null;
  /** Since the first traffic, or since it was started: until now or its end. */
  durationSeconds: number;
}

/** GET /api/v1/releases */
export interface ReleasesBody {
  now: string;
  items: readonly ReleaseSummary[];
  nextBefore: NextBefore;
  /** What has the traffic now; version is null while nobody has said which it is. */
  live: { side: string; version: string | null };
}

/** One trigger of manual 2 as it stands. */
export interface ReleaseCheckView {
  key: string;
  /** `pass`, `near`, `fail`, `insufficient`, `none`. */
  state: string;
  /** What it does when it fails: `automatic`, `urgent`, `propose`. */
  effect: string;
  measured: number | null;
  baseline: number | null;
  limit: number | null;
  why: string;
}

export interface ReleaseVerdictView {
  /** `healthy`, `failing`, `insufficient`. */
  state: string;
  reasons: readonly string[];
  checks: readonly ReleaseCheckView[];
}

/** The share over time. */
export interface SharePoint {
  at: string;
  wanted: number;
  /** By the weights that the gateway has; null when it was not read back. */
  achieved: number | null;
  /** By the requests since the sample before; null when there were none. */
  traffic: number | null;
  verdict: string;
  /** Of the new version, over the windows of the triggers. */
  errorRate: number | null;
  p99Ms: number | null;
  winRate: number | null;
}

export interface ReleaseServerView {
  name: string;
  side: string;
  /** Percent of its full weight that it is to have. */
  wanted: number;
  /** As the gateway has it; null when it was not read back. */
  weight: number | null;
  status: string | null;
}

/** GET /api/v1/release */
export interface ReleaseBody {
  now: string;
  release: ReleaseSummary;
  reason: string;
  fromSide: string;
  toSide: string;
  checklist: readonly string[];
  notes: Readonly<Record<string, readonly string[]>>;
  baseline: {
    requests: number;
    errorRate: number;
    p99Ms: number;
    winRate: number | null;
    tradesPerRequest?: number | null;
    at: string;
  } | null;
  /** The newest; null while nothing was measured. `fresh`: of now. */
  sample: {
    at: string;
    fresh: boolean;
    verdict: ReleaseVerdictView;
    /** Parts of the new version by name; null when not measured. */
    components: Readonly<Record<string, boolean>> | null;
    trades: number | null;
    failedTrades: number | null;
    skewMs: number | null;
    problems: readonly string[];
  } | null;
  shares: readonly SharePoint[];
  servers: readonly ReleaseServerView[];
  /** What comes next, in a sentence. */
  next: string;
  /** Percent after the next step; null when there is none. */
  nextShare: number | null;
  /** Why each cannot be done now; null when it can, or it is not its turn. */
  stepHeldBy: string | null;
  goodHeldBy: string | null;
  monitorUntil: string | null;
  successAt: string | null;
  /** Rolled back: how long the gateway took to give the new version nothing any more, and how long it may. */
  rolledBack: { effectiveAt: string | null; tookMs: number | null; withinSeconds: number } | null;
  /** What it was rolled back for, as it was measured then. */
  evidence: ReleaseVerdictView | null;
}

/** GET /api/v1/release-verdict: small and stable, for tools that poll. */
export interface ReleaseVerdictBody {
  now: string;
  release: {
    number: number;
    state: string;
    fromVersion: string;
    toVersion: string;
    share: number;
    step: number;
  };
  /** `healthy`, `failing`, `insufficient`. What is over is failing when it was rolled back, healthy when it succeeded. */
  verdict: string;
  reasons: readonly string[];
  /** When it was measured; null when it was not. */
  measuredAt: string | null;
  /** The next step may be taken now. */
  mayStep: boolean;
  /** Why not yet, though it is its turn; null when it may, or when there is no next step. */
  heldBy: string | null;
}

/** Answer of the commands about one release. */
export interface ReleaseAnswer {
  changed: boolean;
  releaseId: string;
  number: number;
  state: string;
  share: number;
}
