// What a write sets going when it commits: background jobs and wake-up notices, both inside its transaction.
import type { Tx } from './client.ts';

export type Channel = 'bulkhead_revision' | 'bulkhead_keys' | 'bulkhead_sessions' | 'bulkhead_reports';

export type Effect =
  | { kind: 'notify'; channel: Channel; payload: string }
  | {
      kind: 'job';
      task: string;
      payload: Readonly<Record<string, unknown>>;
      runAt: Date | null;
      jobKey: string | null;
    };

/** Runs in the writer's transaction: the notice goes out, and the job exists, only if it commits. */
export async function setGoing(tx: Tx, effects: readonly Effect[]): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === 'notify')
      await tx.$executeRaw`SELECT pg_notify(${effect.channel}, ${effect.payload})`;
    else {
      await tx.$executeRaw`
        SELECT enqueue_job(${effect.task}, ${JSON.stringify(effect.payload)}::json, ${effect.runAt}::timestamptz, ${effect.jobKey})`;
    }
  }
}
