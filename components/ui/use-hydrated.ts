// Whether the page answers to presses: false in what the server rendered, until its code runs in the browser.
'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
