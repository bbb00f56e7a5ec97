// Whether a media query holds now; false while the server renders.
'use client';
import { useCallback, useSyncExternalStore } from 'react';

/** From here on the right pane stands beside the page instead of over it. */
export const PANE_BESIDE = '(min-width: 80rem)';

/** Raising is desktop work (look.md). */
export const DESKTOP = '(min-width: 64rem)';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (told: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', told);
      return () => list.removeEventListener('change', told);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}
