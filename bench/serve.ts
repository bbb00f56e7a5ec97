// The other end of child.ts: offers functions to the process that started this one.
import type { Calls } from './child.ts';

interface Call {
  id: number;
  name: string;
  input: unknown;
}

/** Answers calls until the parent lets go, and then ends. */
export function serveParent(calls: Calls): void {
  process.on('message', async ({ id, name, input }: Call) => {
    try {
      process.send?.({ id, value: await calls[name]?.(input) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole group: the parent decides when this ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
}
