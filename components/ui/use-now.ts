// The clock of the page: one timer for all that show an age, stopped while the page is hidden.
'use client';
import { useCallback, useSyncExternalStore } from 'react';

interface Clock {
  now: number;
  listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | undefined;
}

const clocks = new Map<number, Clock>();

function clockOf(everyMs: number): Clock {
  let clock = clocks.get(everyMs);
  if (!clock) {
    clock = { now: Date.now(), listeners: new Set(), timer: undefined };
    clocks.set(everyMs, clock);
  }
  return clock;
}

function listen(everyMs: number, told: () => void): () => void {
  const clock = clockOf(everyMs);
  clock.listeners.add(told);
  clock.now = Date.now();
  clock.timer ??= setInterval(() => {
    if (document.hidden) return;
    clock.now = Date.now();
    for (const listener of clock.listeners) listener();
  }, everyMs);
  return () => {
    clock.listeners.delete(told);
    if (clock.listeners.size > 0) return;
    clearInterval(clock.timer);
    clock.timer = undefined;
  };
}

/** Milliseconds since 1970 on this machine's clock, renewed every `everyMs`; null while the server renders. */
export function useNow(everyMs: number): number | null {
  const subscribe = useCallback((told: () => void) => listen(everyMs, told), [everyMs]);
  return useSyncExternalStore(
    subscribe,
    () => clockOf(everyMs).now,
    () => null,
  );
}
