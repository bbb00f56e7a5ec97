// What the console says of emergency stops, executors, positions and circuit breakers.

import type { PersonName } from './approvals.ts';
import type { ActorView, ChangeView } from './console.ts';
import type { WireValue } from './values.ts';

/**
 * What one executor has made of a command. `silent`: it has not said anything, or nothing for a while, or has left in
 * the middle of it. `retired`: a person has said since that it is gone for good, and nothing waits for it.
 */
export interface ExecutorStepView {
  executor: string;
  state: 'waiting' | 'acknowledged' | 'running' | 'done' | 'failed' | 'silent' | 'retired';
  done: number;
  total: number;
  note: string | null;
  at: string | null;
}

export interface CommandView {
  id: string;
  command: string;
  argument: string | null;
  /** Only this executor; null for all of them. */
  executor: string | null;
  reason: string;
  issuedBy: ActorView;
  issuedAt: string;
  stopId: string | null;
  runId: string | null;
  executors: readonly ExecutorStepView[];
  /** Every executor it is for has carried it out, but for those that were retired. */
  done: boolean;
}

export interface StopView {
  id: string;
  source: 'console' | 'edge';
  edgeId: string | null;
  pressedBy: ActorView;
  pressedAt: string;
  recordedAt: string;
  reason: string;
  /** What it set, and holds until the restart. */
  settings: Readonly<Record<string, WireValue>>;
  changeSetId: string | null;
  commands: readonly CommandView[];
  /** Executors did not report within the time of the catalogue: close by hand (manual-position-closure). */
  closeByHand: boolean;
  /** The recovery run of this stop; the restart waits until it is complete. */
  recovery: { runId: string; number: number; completedAt: string | null } | null;
  /** The open change request to restart. */
  restartRequest: { id: string; number: number; requestedBy: PersonName } | null;
  /** What the restart would set back. */
  restartChanges: readonly ChangeView[];
  /** Why you may not ask for the restart now: a sentence; null when you may. */
  restartHeldBy: string | null;
  restartedAt: string | null;
}

export interface ExecutorView {
  id: string;
  edgeId: string;
  connected: boolean;
  openOrders: number;
  startedAt: string;
  lastSeenAt: string;
  state: 'reporting' | 'silent' | 'left';
  /** Who has said that it is gone for good, and why; null when nobody has. */
  retired: { by: string; reason: string } | null;
}

export interface PositionView {
  executor: string;
  symbol: string;
  side: 'long' | 'short';
  size: string;
  notionalUsd: string;
  entryPrice: string;
  unrealisedPnlUsd: string;
  at: string;
}

export interface BreakerView {
  executor: string;
  name: string;
  state: 'clear' | 'tripped' | 'reset';
  reason: string | null;
  trippedAt: string | null;
  at: string;
}

/** GET /api/v1/positions: executors, their open positions and breakers, and the newest 50 commands. One page. */
export interface PositionsBody {
  now: string;
  executors: readonly ExecutorView[];
  positions: readonly PositionView[];
  breakers: readonly BreakerView[];
  commands: readonly CommandView[];
}

/** GET /api/v1/emergency-stops: the open stop, or null, and earlier ones, newest first, at most 20. */
export interface StopsBody {
  now: string;
  open: StopView | null;
  earlier: readonly StopView[];
}

/** Answer of emergency-stop: `changed` is false when one was open already. */
export interface StopAnswer {
  changed: boolean;
  stopId: string;
  changeSetId: string | null;
  epoch: number;
  revision: number;
  commandIds: readonly string[];
}

/** Answer of command-executors. */
export interface CommandedAnswer {
  commandId: string;
}
