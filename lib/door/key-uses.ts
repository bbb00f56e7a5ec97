// How often each key was used since that was last stored: one number a key, so an outage of any length takes no room.
import type { ApiKey } from './keys.ts';

export interface KeyUse {
  id: string;
  uses: number;
  /** Monotonic ms. */
  lastAt: number;
}

export interface KeyUses {
  /** For every request with a good key; must cost next to nothing. */
  count(key: ApiKey): void;
  take(): KeyUse[];
  /** Puts uses back that could not be stored. */
  putBack(uses: readonly KeyUse[]): void;
  size(): number;
}

export function createKeyUses(now: () => number = () => performance.now()): KeyUses {
  const waiting = new Map<string, KeyUse>();

  function add({ id, uses, lastAt }: KeyUse): void {
    const one = waiting.get(id);
    if (!one) waiting.set(id, { id, uses, lastAt });
    else {
      one.uses += uses;
      one.lastAt = Math.max(one.lastAt, lastAt);
    }
  }

  return {
    count({ id }) {
      const one = waiting.get(id);
      if (!one) waiting.set(id, { id, uses: 1, lastAt: now() });
      else {
        one.uses += 1;
        one.lastAt = now();
      }
    },
    take() {
      const taken = [...waiting.values()];
      waiting.clear();
      return taken;
    },
    putBack: (uses) => uses.forEach(add),
    size: () => waiting.size,
  };
}
