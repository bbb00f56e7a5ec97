// The server's clock in the browser: what was last heard, carried forward by this machine's own.
'use client';
import { type ServerClock, serverClock } from '#components/countdown.ts';
import { useNow } from '#components/ui/use-now.ts';
import { useConsole } from './console-data.tsx';

/** For countdowns, which run by themselves. Undefined until the first status arrived. */
export function useServerClock(): ServerClock | undefined {
  const { heard } = useConsole();
  return heard ? serverClock(heard) : undefined;
}

/** Milliseconds since 1970, renewed every second. */
export function useServerNow(): number {
  const clock = useServerClock();
  const now = useNow(1_000);
  if (!clock) return now ?? 0;
  return now === null ? clock.heardAt : now + clock.skewMs;
}
