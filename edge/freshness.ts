// Holds an answer back until this edge has a revision that its reader has heard of from another one.
import { isNewer, type Position } from '#lib/contract/snapshot.ts';
import type { SnapshotStore } from './snapshot-store.ts';

export interface Freshness {
  /** Whether the values have come to stand at this position or a later one, by the end of the wait. */
  reached(position: Position): boolean | Promise<boolean>;
}

/** The edges hear of a revision within milliseconds of each other, and by polling within two seconds. */
const WAIT_MS = 2_500;

export function createFreshness(store: SnapshotStore, waitMs = WAIT_MS): Freshness {
  const looks = new Set<() => void>();
  store.onPublish(() => {
    for (const look of looks) look();
  });
  const holds = (position: Position) => {
    const current = store.current();
    return current !== undefined && !isNewer(position, current.snapshot);
  };
  return {
    reached(position) {
      if (holds(position)) return true;
      return new Promise((resolve) => {
        const end = (reached: boolean) => {
          looks.delete(look);
          clearTimeout(timer);
          resolve(reached);
        };
        const look = () => holds(position) && end(true);
        const timer = setTimeout(() => end(false), waitMs);
        looks.add(look);
      });
    },
  };
}
