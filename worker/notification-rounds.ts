// Delivers notifications: each channel by itself, each lane of it in order, so that what does not answer holds up nothing else.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#lib/process/log.ts';
import { outcomeOf, restAfter } from '#lib/rules/alerts/notice-outcome.ts';
import {
  type Begun,
  beginAttempt,
  dueChannels,
  leaseChannel,
  noteAttempt,
  noteRest,
  releaseChannel,
  type UnderWay,
} from '#lib/store/alerts/outbox.ts';
import { database } from '#lib/store/client.ts';
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
 * Sends everything of a channel that is due, several lanes at once and each in its order; ends when nothing more is due or
 * the channel rests. What comes of each is noted after it was sent: a worker that dies in between sends it again, under the
 * same id.
 */
export async function deliver(channelId: string, around: Delivering, signal: AbortSignal): Promise<void> {
  const [tx, lease] = [database(), randomUUID()];
  if (!(await leaseChannel(tx, channelId, lease))) return;
  const underWay = new Map<string, UnderWay & { ended: Promise<void> }>();
  const met: unknown[] = [];
  const begin = (begun: Begun): void => {
    const { lane, urgency } = begun;
    const ended = sendBegun(begun, around, signal)
      .catch((error: unknown) => {
        met.push(error);
      })
      .finally(() => underWay.delete(lane));
    underWay.set(lane, { lane, urgency, ended });
  };
  try {
    while (!signal.aborted && met.length === 0) {
      const beside = [...underWay.values()];
      const begun = await tx.$transaction((inside) => beginAttempt(inside, channelId, lease, beside));
      if (begun) begin(begun);
      else if (beside.length === 0) return;
      else await oneOf(beside, signal);
    }
  } finally {
    await Promise.all([...underWay.values()].map(({ ended }) => ended));
    await releaseChannel(tx, channelId, lease);
  }
  if (met.length > 0) throw met[0];
}

/** Until one has ended; not longer than a round, because something pressing may have been written meanwhile. */
async function oneOf(underWay: readonly { ended: Promise<void> }[], signal: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const round = delay(ROUND_MS, undefined, { signal: AbortSignal.any([signal, waiting.signal]) });
  await Promise.race([...underWay.map(({ ended }) => ended), round.catch(() => {})]);
  waiting.abort();
}

async function sendBegun(begun: Begun, around: Delivering, signal: AbortSignal): Promise<void> {
  const { channel, attempts, now, troubles } = begun;
  const { consoleUrl, allowPrivate, log } = around;
  const [first] = attempts;
  if (!first) return;
  const tx = database();
  const request = channelRequest(channel, attempts, { consoleUrl, now });
  const answer = request
    ? await send({ ...request, allowPrivate, signal })
    : ({ status: null, problem: UNOPENED, sent: false } as const);
  // Broken off by our own end: it stays as it is written, that it may have arrived.
  if (signal.aborted && answer.status === null) return;
  const outcome = outcomeOf(answer, { attempts: first.attempts, ageSeconds: first.ageSeconds, now });
  // The channel rests before the next one of its lane may go.
  await noteRest(tx, channel.id, restAfter(answer, troubles, now));
  await noteAttempt(tx, attempts, outcome);
  metrics.notifications.inc({ kind: channel.kind, outcome: outcome.state }, attempts.length);
  if (outcome.state === 'failed')
    log.warn('a channel refused a notification for good', { kind: channel.kind, err: outcome.problem });
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
