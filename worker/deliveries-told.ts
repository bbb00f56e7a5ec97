// Hears from the database that something came in through the intake, so that nothing waits for the next round.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '#lib/process/log.ts';
import { startLoop } from './loop.ts';

/** Without it the rounds still come twice a second: a lost connection makes an alert later by that, and loses none. */
const RETRY_MS = 1_000;
/** A connection that is silently gone is found by asking it something. */
const ASK_MS = 15_000;

export interface Told {
  stop(): Promise<void>;
}

export function listenForDeliveries(url: string, log: Log, heard: () => void): Told {
  const listening = startLoop({
    name: 'word of deliveries',
    log,
    retryMs: RETRY_MS,
    work: async (signal) => {
      const client = new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: 5_000,
        query_timeout: 5_000,
        application_name: 'bulkhead worker deliveries',
      });
      const lost = new Promise<Error>((resolve) => client.on('error', resolve));
      client.on('notification', heard);
      try {
        await client.connect();
        await client.query('LISTEN bulkhead_deliveries');
        heard();
        await untilLost(client, lost, signal);
      } finally {
        await client.end().catch(() => {});
      }
      return { pauseMs: RETRY_MS, done: true };
    },
  });
  return { stop: listening.stop };
}

/** Settles when it is stopped; throws when the connection is gone. */
async function untilLost(client: pg.Client, lost: Promise<Error>, signal: AbortSignal): Promise<void> {
  const stopped = new Promise<'stopped'>((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped'), { once: true });
    if (signal.aborted) resolve('stopped');
  });
  for (;;) {
    const pause = new AbortController();
    const asked = delay(ASK_MS, 'ask' as const, { signal: pause.signal }).catch(() => 'ask' as const);
    const next = await Promise.race([stopped, lost, asked]);
    pause.abort();
    if (next === 'stopped') return;
    if (next !== 'ask') throw next;
    await client.query('SELECT 1');
  }
}
