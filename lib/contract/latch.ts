// The latch: values that an edge lays over the database's own after an emergency stop, until the database holds them itself.
import type { Position, Snapshot, SwitchEntry } from './snapshot.ts';
import type { WireValue } from './values.ts';

/** Scope of a key that may stop the venue at an edge or at the console. */
export const STOP_SCOPE = 'emergency:stop';

/**
 * The SSE event `latch` of `GET /config/stream`: from now on these values hold, whatever the snapshot says. An instance
 * keeps it through restarts and other edges until `unlatch` with the same id.
 */
export interface Latch {
  /** Id of the stop. */
  id: string;
  at: string;
  switches: Readonly<Record<string, WireValue>>;
}

/** The SSE event `unlatch`: the stop is part of the database's values from this position on. */
export interface Unlatch {
  id: string;
  epoch: number;
  revision: number;
}

/** `POST /emergency-stop` of an edge. `id` names this stop at several edges; made there when absent. */
export interface EdgeStopRequest {
  id?: string;
  reason?: string;
}

/** Answer of `POST` and `GET /emergency-stop` of an edge. */
export interface EdgeStopBody {
  /** The latch that holds; null when there is none. */
  latch: (Latch & { reason: string }) | null;
  /** False when it was latched before. */
  changed?: boolean;
  /** Whether the database knows of it. */
  recorded: boolean;
  /** Instances that report to this edge, and whether each has laid the latch over its values. */
  instances: readonly { id: string; latched: boolean }[];
  /** What the executors that report to this edge have made of the stop's commands. */
  commands: readonly {
    id: string;
    command: string;
    executors: readonly { id: string; state: string; done: number; total: number; note?: string }[];
  }[];
}

/** The values that hold under a latch: an override of a symbol gives way too. */
export function latched(snapshot: Snapshot, latch: Latch | undefined): Snapshot {
  if (!latch) return snapshot;
  const over: Record<string, SwitchEntry> = {};
  for (const [name, value] of Object.entries(latch.switches)) over[name] = { value };
  return { ...snapshot, switches: { ...snapshot.switches, ...over } };
}

/** Whether values at `held` contain what was recorded at `recorded`. */
export function contains(held: Position | undefined, recorded: Position): boolean {
  if (!held) return false;
  return held.epoch > recorded.epoch || (held.epoch === recorded.epoch && held.revision >= recorded.revision);
}
