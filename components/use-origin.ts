// Where this console is reached, for addresses that are written out; empty until the browser says it.
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
}
