// The copy in memory: feeds events to the state machine, watches its deadlines, and tells listeners what changed.
import type { InstanceMode } from '#lib/contract/edge.ts';
import type { Latch } from '#lib/contract/latch.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import type { Change } from './api.ts';
import { EMPTY_STATE, type Input, reduce, type State, type View, viewAt } from './state.ts';
import { changedNames, DEADLINES, type Effective, effectiveValues } from './values.ts';

/** Longest wait of a Node timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface LiveCopy {
  /** Takes in an event. `resync` is set when the stream has to start again. */
  take(input: Input): { applied: boolean; resync?: string };
  /** What reads give now. */
  effective(): Effective;
  view(): View;
  held(): Snapshot | undefined;
  /** The emergency stop that lies over the held values. */
  latch(): Latch | undefined;
  /** How long ago the held values were last confirmed, in ms; Infinity when never. */
  ageMs(): number;
  on(event: 'change', listener: (change: Change) => void): () => void;
  on(event: 'mode', listener: (mode: InstanceMode) => void): () => void;
  close(): void;
}

/**
 * `onStanding` is called after the listeners whenever position, mode or fallen switches changed: that is what a
 * report says, and "applied" is said only once the service has had the change in its hands.
 */
export function createLiveCopy(onStanding: () => void, onListenerError: (error: unknown) => void): LiveCopy {
  const changeListeners = new Set<(change: Change) => void>();
  const modeListeners = new Set<(mode: InstanceMode) => void>();
  let state: State = EMPTY_STATE;
  let view = viewAt(state, performance.now(), DEADLINES);
  let effective = effectiveValues(undefined, []);
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let closed = false;

  /** Calls the service's code; what that throws must not reach the trading loop. */
  function tell<T>(listeners: ReadonlySet<(what: T) => void>, what: T): void {
    for (const listener of listeners) {
      try {
        listener(what);
      } catch (error) {
        onListenerError(error);
      }
    }
  }

  /** Brings reads in line with the state at `now`. */
  function refresh(now: number, heldChanged: boolean): void {
    const before = view;
    view = viewAt(state, now, DEADLINES);
    watch(now);
    const modeChanged = view.mode !== before.mode;
    const fallenChanged = view.fallen.join() !== before.fallen.join();
    if (!heldChanged && !modeChanged && !fallenChanged) return;
    if (heldChanged || fallenChanged) {
      const old = effective.snapshot;
      effective = effectiveValues(state.held, view.fallen, state.latch);
      const changed = changedNames(old, effective.snapshot);
      const { epoch, revision } = effective.snapshot;
      tell(changeListeners, { epoch, revision, mode: view.mode, changed });
    }
    if (modeChanged) tell(modeListeners, view.mode);
    onStanding();
  }

  function watch(now: number): void {
    // A heartbeat only moves the deadline away: the timer that is set looks again when it fires.
    if (closed || view.validUntil >= timerAt) return;
    clearTimeout(timer);
    timerAt = view.validUntil;
    const delay = Math.min(MAX_TIMER_MS, Math.max(0, Math.ceil(timerAt - now)));
    timer = setTimeout(() => {
      timerAt = Number.POSITIVE_INFINITY;
      refresh(performance.now(), false);
    }, delay);
  }

  /** A deadline can pass while the event loop is busy and no timer fires: every read looks at the clock itself. */
  function upToDate(): void {
    const now = performance.now();
    if (now >= view.validUntil) refresh(now, false);
  }

  return {
    take(input) {
      const now = performance.now();
      const { state: next, applied, resync } = reduce(state, input, now);
      state = next;
      refresh(now, applied);
      return { applied, resync };
    },
    effective() {
      upToDate();
      return effective;
    },
    view() {
      upToDate();
      return view;
    },
    held: () => state.held,
    latch: () => state.latch,
    ageMs: () => performance.now() - state.confirmedAt,
    on(event: 'change' | 'mode', listener: (what: never) => void) {
      const listeners: Set<(what: never) => void> = event === 'change' ? changeListeners : modeListeners;
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
