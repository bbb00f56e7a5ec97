// Work that comes round again: waits, works, says when it last succeeded, and outlives whatever the work throws.
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#lib/process/log.ts';

export interface Turn {
  /** How long to wait before the next time, ms. */
  pauseMs: number;
  /** False when there was nothing for this process to do: the age goes on growing. */
  done: boolean;
  /** What went wrong in a part of it, although it was done: told like a failure, and the age begins anew. */
  failure?: Error | null;
}

export interface LoopPlan {
  name: string;
  /** Does the work once. The signal ends it early. */
  work(signal: AbortSignal): Promise<Turn>;
  /** Wait after a failure, ms. */
  retryMs: number;
  log: Log;
  onFailure?: () => void;
}

export interface Loop {
  /** Ms since the work was last done, or undefined when it never was. */
  ageMs(): number | undefined;
  /** Ends the wait: there is something to do. During the work, the next time follows at once. */
  wake(): void;
  /** Ends the wait or the work, and settles when it has ended. */
  stop(): Promise<void>;
}

/** Begins at once. A failure is not the end: what it needs may come back, and the age tells how long it is away. */
export function startLoop(plan: LoopPlan): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  let succeededAt: number | undefined;
  let failures = 0;
  let waiting = new AbortController();

  async function once(): Promise<number> {
    try {
      const { pauseMs, done, failure } = await plan.work(signal);
      if (done) succeededAt = performance.now();
      if (failure) {
        failed(failure);
        return pauseMs;
      }
      if (failures > 0) plan.log.info(`${plan.name} works again`, { step: plan.name, attempt: failures });
      failures = 0;
      return pauseMs;
    } catch (err) {
      if (!signal.aborted) failed(err);
      return plan.retryMs;
    }
  }

  /** A long outage is told once; the age and the metrics go on telling. */
  function failed(err: unknown): void {
    failures += 1;
    plan.onFailure?.();
    const fields = { step: plan.name, attempt: failures, err };
    if (failures === 1) plan.log.warn(`${plan.name} failed; it is tried again`, fields);
    else plan.log.debug(`${plan.name} failed again`, fields);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      waiting = new AbortController();
      const pauseMs = await once();
      // The wait rejects only when the loop is stopped or woken.
      await delay(pauseMs, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => {});
    }
  }

  const ended = run();
  return {
    ageMs: () => (succeededAt === undefined ? undefined : performance.now() - succeededAt),
    wake: () => waiting.abort(),
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
