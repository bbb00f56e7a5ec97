// Delivers notifications: each channel by itself and in order, so that one that does not answer holds up none of the others.
import { randomUUID } from 'node:crypto';
import type { Log } from '#lib/process/log.ts';
import { outcomeOf } from '#lib/rules/notice-outcome.ts';
import { database } from '#lib/store/client.ts';
import { beginAttempt, dueChannels, leaseChannel, noteAttempt, releaseChannel } from '#lib/store/outbox.ts';
import { channelRequest } from './channel-request.ts';
import { type Loop, startLoop } from './loop.ts';
import { metrics } from './metrics.ts';
import { send } from './outgoing.ts';

const UNOPENED = 'Its keys cannot be opened: NEXTAUTH_SECRET is another one now. Give the keys anew.';

/** On the second of the chain, and not noticeably later. */
const ROUND_MS = 500;

export interface Delivering {
  /** Address of the console, for the links in what is sent; without a slash at its end. */
  consoleUrl: string;
  /** Channels may lie in this machine's own networks. */
  allowPrivate: boolean;
  log: Log;
}

/**
 * Sends everything of a channel that is due, one message after the other; ends at the first that is not taken. What comes
 * of each is noted after it was sent: a worker that dies in between sends it again, under the same id.
 */
export async function deliver(channelId: string, around: Delivering, signal: AbortSignal): Promise<void> {
  const { consoleUrl, allowPrivate, log } = around;
  const [tx, lease] = [database(), randomUUID()];
  if (!(await leaseChannel(tx, channelId, lease))) return;
  try {
    while (!signal.aborted) {
      const begun = await tx.$transaction((inside) => beginAttempt(inside, channelId, lease));
      const [first] = begun?.attempts ?? [];
      if (!begun || !first) return;
      const { channel, attempts, now } = begun;
      const request = channelRequest(channel, attempts, { consoleUrl, now });
      const answer = request
        ? await send({ ...request, allowPrivate, signal })
        : ({ status: null, problem: UNOPENED, sent: false } as const);
      // Broken off by our own end: it stays as it is written, that it may have arrived.
      if (signal.aborted && answer.status === null) return;
      const outcome = outcomeOf(answer, { attempts: first.attempts, ageSeconds: first.ageSeconds, now });
      await noteAttempt(tx, attempts, outcome);
      metrics.notifications.inc({ kind: channel.kind, outcome: outcome.state }, attempts.length);
      if (outcome.state === 'failed')
        log.warn('a channel refused a notification for good', { kind: channel.kind, err: outcome.problem });
      if (outcome.state === 'waiting') return;
    }
  } finally {
    await releaseChannel(tx, channelId, lease);
  }
}

export function startNotificationRounds(around: Delivering): Loop {
  const { log } = around;
  /** Channels that are being delivered to: one that takes ten seconds to say nothing does not hold the round. */
  const busy = new Map<string, Promise<void>>();
  let failure: Error | null = null;

  function begin(id: string, signal: AbortSignal): void {
    const done = deliver(id, around, signal)
      .catch((error: unknown) => {
        failure = error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => busy.delete(id));
    busy.set(id, done);
  }

  const loop = startLoop({
    name: 'round of notifications',
    log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      for (const { id } of await dueChannels(database())) if (!busy.has(id)) begin(id, signal);
      const met = failure;
      failure = null;
      return { pauseMs: ROUND_MS, done: true, failure: met };
    },
  });
  return {
    ...loop,
    stop: async () => {
      await loop.stop();
      await Promise.all(busy.values());
    },
  };
}
