// The alarm of the intake's own: a delivery was too large to be taken, so alerts are missing here.
import type { DatabaseClock } from '#lib/door/database-clock.ts';
import type { ApiKey } from '#lib/door/keys.ts';
import type { Log } from '#lib/process/log.ts';
import type { DeliveryStore } from './delivery-store.ts';

export interface LostAlarm {
  /** A delivery of this key was refused at this address. The alarm is stored as soon as the database is there. */
  raise(key: ApiKey, route: string, maxBytes: number): void;
  /** Deliveries refused since the start. */
  refused(): number;
  close(): void;
}

/** Refusals of one key that are closer together are one occurrence: a sender that repeats itself is told of once. */
const ONE_OCCURRENCE_MS = 300_000;
const RETRY_MS = 1_000;

interface Alarm {
  startsAt: string;
  lastAt: number;
}

export function createLostAlarm(store: DeliveryStore, clock: DatabaseClock, log: Log): LostAlarm {
  const alarms = new Map<string, Alarm>();
  const unstored = new Map<string, Buffer>();
  let refused = 0;
  let retry: NodeJS.Timeout | undefined;
  let storing = false;

  async function storeAll(): Promise<void> {
    if (storing) return;
    storing = true;
    for (const [keyId, body] of unstored) {
      const stored = await store.add({ source: 'bulkhead', keyId, body });
      // A newer one may have taken its place meanwhile.
      if (stored && unstored.get(keyId) === body) unstored.delete(keyId);
    }
    storing = false;
    if (unstored.size > 0) retry = setTimeout(storeAll, RETRY_MS);
  }

  return {
    raise(key, route, maxBytes) {
      refused += 1;
      log.error('a delivery was too large to be taken', { route, bytes: maxBytes });
      const now = performance.now();
      const before = alarms.get(key.id);
      const same = before !== undefined && now - before.lastAt < ONE_OCCURRENCE_MS;
      const startsAt = same ? before.startsAt : new Date(clock.at(now)).toISOString();
      alarms.set(key.id, { startsAt, lastAt: now });
      if (same) return;
      unstored.set(
        key.id,
        Buffer.from(JSON.stringify({ alerts: [wordsOf(key, route, maxBytes, startsAt)] })),
      );
      clearTimeout(retry);
      void storeAll();
    },
    refused: () => refused,
    close() {
      clearTimeout(retry);
      if (unstored.size > 0)
        log.error('stopped with an alarm that could not be stored: a delivery was too large', {
          count: unstored.size,
        });
    },
  };
}

function wordsOf(key: ApiKey, route: string, maxBytes: number, startsAt: string): object {
  return {
    ...{ status: 'firing', fingerprint: `too-large-${key.id}`, startsAt },
    labels: { alertname: 'AlertsLost', bulkhead_alert: 'alerts-lost', key: key.id, route },
    annotations: {
      summary: 'A delivery was too large to be taken',
      description: `The intake takes ${maxBytes} bytes at once. What was in it is not here: look at whoever sent it.`,
    },
  };
}
