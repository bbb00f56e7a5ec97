// Sends the newest checkpoint to a place outside, at least once; never holds up the round that signed it.
import type { CheckpointLine } from '#lib/contract/audit-export.ts';
import type { Log } from '#lib/process/log.ts';
import { problemOf } from '#lib/rules/alerts/notice-outcome.ts';
import { metrics } from './metrics.ts';
import { send } from './outgoing.ts';

export interface CheckpointWebhook {
  /** Takes the newest checkpoint and sends it. An older one that is still unsent is given up: the newer vouches for it. */
  offer(checkpoint: CheckpointLine): void;
  /** Sends again what was not taken; called once a round. */
  retry(): void;
  /** Waits for what is under way, or cuts it off. */
  stop(): Promise<void>;
}

const ANSWER_SECONDS = 5;

export function createCheckpointWebhook(url: string, log: Log): CheckpointWebhook {
  const stopping = new AbortController();
  let waiting: CheckpointLine | undefined;
  let sending: Promise<void> | undefined;

  async function deliver(checkpoint: CheckpointLine): Promise<void> {
    const answer = await send({
      url,
      headers: {
        'content-type': 'application/json',
        // Standard Webhooks: the same id each time the same checkpoint is sent.
        'webhook-id': `checkpoint_${checkpoint.installationId}_${checkpoint.seq}`,
      },
      body: JSON.stringify(checkpoint),
      // Whoever runs the worker named the address.
      allowPrivate: true,
      ...{ answerSeconds: ANSWER_SECONDS, signal: stopping.signal },
    });
    const problem = problemOf(answer);
    metrics.webhook.inc({ outcome: problem === null ? 'ok' : 'failed' });
    if (problem === null) {
      if (waiting === checkpoint) waiting = undefined;
      return;
    }
    log.warn('the checkpoint webhook did not take a checkpoint; it is sent again next round', {
      seq: checkpoint.seq,
      err: problem,
    });
  }

  function work(): void {
    const checkpoint = waiting;
    if (!checkpoint || sending || stopping.signal.aborted) return;
    sending = deliver(checkpoint).finally(() => {
      sending = undefined;
      // A newer one came meanwhile.
      if (waiting && waiting !== checkpoint) work();
    });
  }

  return {
    offer: (checkpoint) => {
      waiting = checkpoint;
      work();
    },
    retry: work,
    stop: async () => {
      stopping.abort();
      await sending;
    },
  };
}
