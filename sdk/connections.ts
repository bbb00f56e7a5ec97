// The connections to edges: the caller's own dispatcher, or one that is opened and closed here.
import { Agent, type Dispatcher } from 'undici';

export interface Connections {
  readonly dispatcher: Dispatcher;
  /** Ends what was opened here; a dispatcher of the caller's stays the caller's to close. */
  close(): Promise<void>;
}

export function connectionsOf(given: Dispatcher | undefined): Connections {
  if (given) return { dispatcher: given, close: async () => {} };
  const own = new Agent({ connect: { timeout: 2_000 }, keepAliveTimeout: 30_000 });
  return { dispatcher: own, close: () => own.destroy() };
}
