// Bodies of the console's reads (GET /api/v1/...) and live events; what screens, CLI and scripts receive.

import type { FactorState } from './access.ts';
import type { AlertsPulse } from './alert-history.ts';
import type { AttentionView, PersonName } from './approvals.ts';
import type { FigureSample, InstanceMode } from './edge.ts';
import type { LevelStatus } from './levels.ts';
import type { WireValue } from './values.ts';

export type Direction = 'reducing' | 'raising' | 'rollback';
export type Environment = 'production' | 'staging' | 'demo';

/** Pass it as `before` for the next page, as it is; null at the end. What it is made of is nobody's business. */
export type NextBefore = string | null;

export interface ActorView {
  kind: 'person' | 'service' | 'system' | 'anonymous';
  id: string;
  name: string;
}

/**
 * Proof of effect of one change set. `applied` of `expected` instances have it; `slowestMs` runs from the
 * database commit to the edge's receipt of the slowest instance's word, null until one has answered.
 */
export interface EffectView {
  state: 'applying' | 'effective' | 'partial';
  expected: number;
  applied: number;
  slowestMs: number | null;
  slowestInstance: string | null;
  budgetMs: number;
  overBudget: boolean;
  /** Instances that have not applied it, by name, with what is known of them. */
  lagging: readonly { id: string; silentForMs: number | null }[];
  /** Silent instances whose fail mode has taken them to the safe values by now: not expected any more. */
  fallen?: readonly string[];
}

export interface ChangeView {
  switch: string;
  symbol: string | null;
  oldValue: WireValue;
  newValue: WireValue;
  /** The value before (after) came from the global value, not from an override of the symbol. */
  oldInherited: boolean;
  newInherited: boolean;
  direction: Direction;
}

export interface ChangeSetView {
  id: string;
  epoch: number;
  revision: number;
  at: string;
  actor: ActorView;
  command: string;
  reason: string;
  direction: Direction;
  undoesId: string | null;
  /** Who else agreed, where it took a second person. */
  approvedBy: PersonName | null;
  authority: 'single' | 'approved' | 'break_glass' | 'level' | 'emergency' | 'alert' | 'system';
  incident: string | null;
  changes: readonly ChangeView[];
  effect: EffectView;
}

/** The live part of one switch; labels, defaults and runbooks are catalogue data. */
export interface SwitchView {
  name: string;
  value: WireValue;
  overrides: readonly { symbol: string; value: WireValue; revision: number; changedAt: string }[];
  /** Revision of the last change of the global value: send it as `expectedRevision`. */
  revision: number;
  changedAt: string | null;
  changedBy: string | null;
  /** The last change of this switch (any symbol) and how it took effect; null when never changed. */
  lastEffect: EffectView | null;
  mayChange: boolean;
}

/** GET /api/v1/switches: every switch of the catalogue, never more than one page. */
export interface MatrixBody {
  epoch: number;
  revision: number;
  publishedAt: string;
  items: readonly SwitchView[];
  nextBefore: null;
}

export interface InstanceView {
  id: string;
  service: string;
  version: string | null;
  edgeId: string;
  mode: InstanceMode;
  fallen: readonly string[];
  epoch: number;
  revision: number;
  startedAt: string;
  lastSeenAt: string;
  silentForMs: number;
  state: 'in_step' | 'behind' | 'silent' | 'isolated' | 'left';
  isolatedBy: string | null;
  isolatedReason: string | null;
}

/** GET /api/v1/instances: the whole fleet, never more than one page. */
export interface InstancesBody {
  epoch: number;
  revision: number;
  items: readonly InstanceView[];
  nextBefore: null;
}

/** GET /api/v1/figures?seconds=: what the instances measured, oldest first, at most 600 points. `at` is database time. */
export interface FiguresBody {
  items: readonly ({ at: string } & FigureSample)[];
  nextBefore: null;
}

export interface AuditEntryView {
  seq: number;
  at: string;
  actor: ActorView;
  kind: string;
  subject: string;
  symbol: string | null;
  /** JSON text of the wire value for switch changes, plain words for other kinds. */
  oldValue: string | null;
  newValue: string | null;
  reason: string | null;
  changeSetId: string | null;
  epoch: number | null;
  revision: number | null;
  details: Readonly<Record<string, unknown>> | null;
  prevHash: string;
  hash: string;
}

/** GET /api/v1/audit?person=&switch=&kind=&from=&to=&text=&before=&limit=: entries of the audit log, newest first. */
export interface AuditBody {
  items: readonly AuditEntryView[];
  nextBefore: NextBefore;
  /** Entries that fit the filter; counting stops at 10,000 when there is one. */
  total: number;
}

/** GET /api/v1/audit-actors: everybody who stands in the log, by name. */
export interface ActorsBody {
  items: readonly ActorView[];
  nextBefore: null;
}

/** GET /api/v1/changes: change sets with proof of effect, newest first. */
export interface ChangesBody {
  items: readonly ChangeSetView[];
  nextBefore: NextBefore;
}

/** GET /api/v1/audit-chain: the audit chain of the last day, hour by hour, oldest first. Also how far it is verified, and the newest checkpoint outside the database. */
export interface ChainBody {
  headSeq: number;
  headHash: string;
  verifiedSeq: number;
  verifiedAt: string | null;
  durationMs: number | null;
  brokenSeq: number | null;
  brokenWhy: string | null;
  checkpoint: { seq: number; signedAt: string; keyId: string } | null;
  hours: readonly { from: string; entries: number; state: 'verified' | 'pending' | 'broken' | 'unknown' }[];
}

/** GET /api/v1/switch-history?switch=: changes of one switch with proof of effect, newest first. */
export interface HistoryBody {
  items: readonly {
    changeSetId: string;
    epoch: number;
    revision: number;
    at: string;
    actor: ActorView;
    symbol: string | null;
    oldValue: WireValue;
    newValue: WireValue;
    newInherited: boolean;
    direction: Direction;
    reason: string;
    effect: EffectView;
  }[];
  nextBefore: NextBefore;
}

/** One thing users of the exchange can do, computed from what the instances have applied. */
export interface CapabilityView {
  state: 'on' | 'limited' | 'manual' | 'off' | 'unknown';
  note: string;
  /** Switches that cause anything but `on`. */
  causes: readonly string[];
}

/** GET /api/v1/status: what holds now and what just changed. The live event `pulse` holds the same, at most five times a second. */
export interface StatusBody {
  environment: Environment;
  /** Database time when this was read. */
  now: string;
  epoch: number;
  revision: number;
  publishedAt: string;
  instances: { expected: number; inStep: number; silent: readonly string[] };
  /** Time of the newest figure sample; null when no instance reports figures. */
  figuresAt: string | null;
  integrity: { state: 'verified' | 'broken' | 'unchecked'; verifiedSeq: number; brokenSeq: number | null };
  /** By the keys of lib/rules/changes/capabilities.ts. */
  capabilities: Readonly<Record<string, CapabilityView>>;
  /** The newest change sets with their proof of effect, newest first. */
  recent: readonly ChangeSetView[];
  attention: AttentionView;
  alerts: AlertsPulse;
  /** Withdrawals that somebody has to decide about: they wait for approval, or nobody knows whether they were sent. */
  withdrawals: { toDecide: number };
  level: LevelStatus;
  /** The emergency stop that holds, or null. */
  stop: { id: string; pressedBy: string; pressedAt: string; reason: string } | null;
}

/** GET /api/v1/me: the person who asks, with the roles that count here. */
export interface MeBody {
  id: string;
  name: string;
  email: string;
  roles: readonly string[];
  environment: Environment;
  /** Super admins and risk managers write nothing while it is not proven. */
  factor: FactorState;
}

/** GET /api/v1/outcome: the committed answer of an earlier command of yours. */
export interface OutcomeBody {
  answer: unknown;
}

/** Every refusal has this form. `code` is one of the closed table, `message` a sentence a person can act on. */
export interface ErrorBody {
  error: { code: string; message: string; details?: Readonly<Record<string, unknown>> };
}

/** Answer of every command that changes switches. */
export interface ChangeAnswer {
  changed: boolean;
  changeSetId: string | null;
  epoch: number;
  revision: number;
  /** Cross-switch rules a reducing change leaves violated: sentences. */
  warnings?: readonly string[];
  /** It takes a second person: nothing has changed yet, this change request waits for them. */
  request?: { id: string; number: number; expiresAt: string };
}

/** Answer of commands that change one thing or find it changed already. */
export interface ChangedAnswer {
  changed: boolean;
}

export interface SignedOutAnswer {
  signedOut: true;
}
