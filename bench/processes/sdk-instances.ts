// A fleet of instances that link the SDK, as trading services do, and note when each has applied a revision.
import type { Bulkhead } from '#sdk/api.ts';
import { createBulkhead } from '#sdk/client.ts';
import { monotonicMs } from '../clock.ts';
import { serveParent } from '../serve.ts';

const POLL_MS = 10;

const instances: Bulkhead[] = [];
/** By revision: how many instances have applied it, and when the last of them did. */
const applied = new Map<number, { instances: number; lastAt: number }>();
let waiting: { revision: number; done: (at: number) => void } | undefined;

function note(revision: number): void {
  const at = monotonicMs();
  const count = (applied.get(revision)?.instances ?? 0) + 1;
  applied.set(revision, { instances: count, lastAt: at });
  if (waiting?.revision === revision && count === instances.length) {
    waiting.done(at);
    waiting = undefined;
  }
}

const calls = {
  /** Resolves when every instance is fed by the edge. */
  async open(fleet: { edgeUrl: string; apiKey: string; instances: number }): Promise<void> {
    for (let number = 1; number <= fleet.instances; number++) {
      instances.push(
        createBulkhead({
          edges: [fleet.edgeUrl],
          apiKey: fleet.apiKey,
          service: 'bench',
          instanceId: `bench-${String(number).padStart(2, '0')}`,
          onChange: ({ revision }) => note(revision),
        }),
      );
    }
    while (!instances.every((instance) => instance.mode() === 'live')) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  },

  /** When the last instance had applied this revision. */
  applied({ revision }: { revision: number }): number | Promise<number> {
    const known = applied.get(revision);
    if (known && known.instances === instances.length) return known.lastAt;
    return new Promise((resolve) => {
      waiting = { revision, done: resolve };
    });
  },

  async close(): Promise<void> {
    await Promise.all(instances.splice(0).map((instance) => instance.close()));
  },
};

export type SdkInstances = typeof calls;
serveParent(calls);
