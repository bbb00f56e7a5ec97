// What an instance holds and how far it may trust it: a pure state machine, every clock reading an argument.
import type { ChangeEvent, HeartbeatEvent, InstanceMode } from '#lib/contract/edge.ts';
import { HEARTBEAT_MS } from '#lib/contract/edge.ts';
import { contains, type Latch, type Unlatch } from '#lib/contract/latch.ts';
import { isNewer, positionId, type Snapshot } from '#lib/contract/snapshot.ts';

/** Three missed heartbeats: contact is lost. */
export const CONTACT_LOST_MS = 3 * HEARTBEAT_MS;

export interface State {
  /** The values this instance holds. Only a later position ever replaces them. */
  readonly held?: Snapshot;
  /**
   * The connected edge's own view: the base of its next change. It differs from `held` while an edge that
   * is behind catches up, and its changes must not be laid over values it has never seen.
   */
  readonly upstream?: Snapshot;
  /** Monotonic ms of the last word from an edge in this life; absent before the first. */
  readonly heardAt?: number;
  /** Monotonic ms when the held values were last confirmed, in this life or (from the file) an earlier one. */
  readonly confirmedAt: number;
  /** An emergency stop pressed at an edge: lies over the held values until the database holds it itself. */
  readonly latch?: Latch;
}

export type Input =
  | { kind: 'file'; snapshot: Snapshot; ageMs: number; latch?: Latch }
  /** A stream is open. `resumed`: it was asked to go on from `held`. */
  | { kind: 'connected'; resumed: boolean }
  | { kind: 'snapshot'; snapshot: Snapshot }
  | { kind: 'change'; change: ChangeEvent }
  | { kind: 'heartbeat'; beat: HeartbeatEvent }
  | { kind: 'latch'; latch: Latch }
  | { kind: 'unlatch'; unlatch: Unlatch };

export interface Outcome {
  state: State;
  /** The held values were replaced. */
  applied: boolean;
  /** Set when the stream cannot be trusted to be complete: it has to start again with a full snapshot. */
  resync?: string;
}

export const EMPTY_STATE: State = { confirmedAt: Number.NEGATIVE_INFINITY };

/** Takes in one event at monotonic time `now` (ms). */
export function reduce(state: State, input: Input, now: number): Outcome {
  switch (input.kind) {
    case 'file':
      return {
        state: {
          ...state,
          held: input.snapshot,
          confirmedAt: now - input.ageMs,
          ...(input.latch ? { latch: input.latch } : {}),
        },
        applied: true,
      };
    case 'connected':
      return { state: { ...state, upstream: input.resumed ? state.held : undefined }, applied: false };
    case 'snapshot':
      return follow(state, input.snapshot, now);
    case 'change': {
      const base = state.upstream;
      if (!base) return { state, applied: false, resync: 'a change came before any snapshot' };
      if (!isNewer(input.change, base)) return { state: heard(state, now), applied: false };
      return follow(
        state,
        { ...input.change, switches: { ...base.switches, ...input.change.switches } },
        now,
      );
    }
    case 'latch':
      return input.latch.id === state.latch?.id
        ? { state, applied: false }
        : { state: { ...state, latch: input.latch }, applied: true };
    case 'unlatch': {
      // An edge that is behind says it too: only values that contain the stop may take its place.
      if (state.latch?.id !== input.unlatch.id || !contains(state.held, input.unlatch))
        return { state, applied: false };
      const { latch: _, ...rest } = state;
      return { state: rest, applied: true };
    }
    case 'heartbeat': {
      const base = state.upstream;
      // Before the first snapshot of a connection there is nothing a heartbeat could confirm.
      if (!base) return { state, applied: false };
      if (isNewer(input.beat, base)) {
        const resync = `the edge is at ${positionId(input.beat)} but sent nothing after ${positionId(base)}`;
        return { state, applied: false, resync };
      }
      return { state: heard(state, now), applied: false };
    }
  }
}

function heard(state: State, now: number): State {
  return { ...state, heardAt: now, confirmedAt: now };
}

function follow(state: State, upstream: Snapshot, now: number): Outcome {
  const applied = isNewer(upstream, state.held);
  const next = { ...heard(state, now), upstream };
  return { state: applied ? { ...next, held: upstream } : next, applied };
}

/** Switches that leave their last value `afterMs` after the values were last confirmed. */
export interface Deadline {
  readonly name: string;
  readonly afterMs: number;
}

export interface View {
  readonly mode: InstanceMode;
  /** Names that now hold their safe value because contact is lost. */
  readonly fallen: readonly string[];
  /** Monotonic ms at which this view may change by the mere passing of time; Infinity when it cannot. */
  readonly validUntil: number;
}

/** How the state is to be read at monotonic time `now` (ms). */
export function viewAt(state: State, now: number, deadlines: readonly Deadline[]): View {
  if (!state.held) return { mode: 'empty', fallen: [], validUntil: Number.POSITIVE_INFINITY };
  if (state.heardAt !== undefined && now - state.heardAt < CONTACT_LOST_MS) {
    return { mode: 'live', fallen: [], validUntil: state.heardAt + CONTACT_LOST_MS };
  }
  const age = now - state.confirmedAt;
  const fallen = deadlines.filter((deadline) => age >= deadline.afterMs).map((deadline) => deadline.name);
  const ahead = deadlines.filter((deadline) => age < deadline.afterMs).map((deadline) => deadline.afterMs);
  const validUntil = state.confirmedAt + Math.min(...ahead, Number.POSITIVE_INFINITY);
  return {
    mode: fallen.length > 0 ? 'fallen' : 'holding',
    fallen,
    validUntil: Number.isNaN(validUntil) ? Number.POSITIVE_INFINITY : validUntil,
  };
}
