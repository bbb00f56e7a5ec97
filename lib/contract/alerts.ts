// Alerts as the console says them: the board, one firing with its clocks, and what the commands answer.
import type { ActorView, ChangeView, EffectView } from './console.ts';
import type { ChainStepView } from './on-call.ts';

export interface ClockView {
  dueAt: string;
  stoppedAt: string | null;
  late: boolean;
}

/** The alert's action with the matrix as it is now. */
export interface ActionView {
  label: string;
  /** Empty when every value holds already. */
  changes: readonly ChangeView[];
  losing: string | null;
  /** Why you may not press it: a sentence; null when you may. */
  heldBy: string | null;
}

export interface FiringView {
  id: string;
  /** */
  number: number;
  /** Key of the catalogue; null for one that Bulkhead has no entry for. */
  alert: string | null;
  title: string;
  priority: 'P0' | 'P1';
  drill: boolean;
  source: string;
  /** Lists of [name, value], made harmless to show. */
  labels: readonly (readonly [string, string])[];
  firedAt: string;
  receivedAt: string;
  confirmedAt: string | null;
  confirmedBy: ActorView | null;
  actedAt: string | null;
  actedBy: ActorView | null;
  effectiveAt: string | null;
  resolvedAt: string | null;
  owner: { id: string; name: string } | null;
  confirm: ClockView;
  act: ClockView;
  /** Steps of the chain that were told. */
  told: number;
  changeSetId: string | null;
}

/** Firings of one alert that are open, drills apart: one card, however many there are. */
export interface AlertGroup {
  alert: string | null;
  title: string;
  priority: 'P0' | 'P1';
  drill: boolean;
  /** How many are open. */
  count: number;
  unconfirmed: number;
  /** How many one press would act for: nobody has yet, and they name what the action needs. */
  unacted: number;
  /** The newest of them, at most twenty, oldest clock first where one is still running. */
  firings: readonly FiringView[];
  /** The action for all of them. */
  action: ActionView | null;
  further: readonly string[];
  procedure: string | null;
}

export interface PipelineView {
  name: string;
  heardAt: string;
  silent: boolean;
}

/** GET /api/v1/alerts */
export interface AlertsBody {
  now: string;
  groups: readonly AlertGroup[];
  /** Resolved lately, newest first. */
  resolved: readonly FiringView[];
  pipelines: readonly PipelineView[];
  /** Rejected parts of deliveries that nobody has seen. */
  rejected: readonly RejectedView[];
  /** Deliveries that wait to be taken, ms of the oldest; null when none does. */
  waitingMs: number | null;
}

export interface RejectedView {
  deliveryId: string;
  place: number;
  why: string;
  rejectedAt: string;
}

export interface FiringNoteView {
  id: string;
  at: string;
  by: string;
  body: string;
}

/** GET /api/v1/firing?id= */
export interface FiringBody {
  now: string;
  firing: FiringView;
  annotations: readonly (readonly [string, string])[];
  link: string | null;
  when: string | null;
  from: string | null;
  action: ActionView | null;
  further: readonly string[];
  procedure: string | null;
  notes: readonly FiringNoteView[];
  /** Of a P0: who is told at each step, and of steps that were told who was; by the rota, and by the roles of now. */
  chain: readonly ChainStepView[];
  effect: EffectView | null;
}

/** What acting on a firing answers. */
export interface ActedAnswer {
  changed: boolean;
  firingId: string;
  /** Null when every value held already. */
  changeSetId: string | null;
  epoch: number;
  revision: number;
  warnings: readonly string[];
}
