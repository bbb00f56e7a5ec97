// One connection to the database that comes back by itself: connects, and tries again with back-off when it is lost.
import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '#lib/process/log.ts';

export interface ConnectionOptions {
  url: string;
  /** Shown in pg_stat_activity and in logs. */
  name: string;
  log: Log;
  /** First words on a new connection; it counts as connected when they are said. A failure drops it. */
  onConnected?(client: pg.Client): Promise<void>;
  /** Ms until a connection is there; 1,500 unless nobody waits for it. */
  connectWithinMs?: number;
  /** Ms after which a statement counts as unanswered; 2,000 unless something large is sent. */
  answerWithinMs?: number;
}

export interface Connection {
  /** The client to ask; undefined while there is no connection. */
  client(): pg.Client | undefined;
  /** Gives up the connection of `client`, on which a query failed, and makes a new one. */
  drop(client: pg.Client, reason: unknown): void;
  close(): Promise<void>;
}

const CONNECT_WITHIN_MS = 1_500;
/** A server that is frozen answers nothing: give up, say so, try anew. */
const ANSWER_WITHIN_MS = 2_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const GOODBYE_WITHIN_MS = 200;

/** Begins to connect at once, and never throws. */
export function keepConnected(options: ConnectionOptions): Connection {
  const { log } = options;
  const closing = new AbortController();
  let live: pg.Client | undefined;
  let latest: { client: pg.Client; giveUp: (reason: unknown) => void } | undefined;
  let lastTrouble = '';

  function connectOnce(): { client: pg.Client; lost: Promise<never>; destroy: () => void } {
    const socket = new Socket();
    const client = new pg.Client({
      connectionString: options.url,
      application_name: options.name,
      connectionTimeoutMillis: options.connectWithinMs ?? CONNECT_WITHIN_MS,
      query_timeout: options.answerWithinMs ?? ANSWER_WITHIN_MS,
      keepAlive: true,
      stream: () => socket,
    });
    const lost = new Promise<never>((_, reject) => {
      latest = { client, giveUp: reject };
      client.on('error', reject);
      client.on('end', () => reject(new Error('The server closed the connection.')));
    });
    lost.catch(() => {});
    return { client, lost, destroy: () => socket.destroy() };
  }

  async function liveOnce(): Promise<void> {
    const { client, lost, destroy } = connectOnce();
    try {
      await Promise.race([client.connect(), lost]);
      await Promise.race([options.onConnected?.(client), lost]);
      live = client;
      lastTrouble = '';
      log.info('connected to the database', { step: options.name });
      await lost;
    } finally {
      live = undefined;
      if (closing.signal.aborted) await Promise.race([client.end().catch(() => {}), wait(GOODBYE_WITHIN_MS)]);
      destroy();
    }
  }

  function noteTrouble(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message === lastTrouble) return;
    lastTrouble = message;
    log.warn('no connection to the database; trying again until there is one', {
      step: options.name,
      err: error,
    });
  }

  async function run(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!closing.signal.aborted) {
      const since = performance.now();
      await liveOnce().catch((error: unknown) => {
        if (!closing.signal.aborted) noteTrouble(error);
      });
      if (performance.now() - since > 4 * LONGEST_PAUSE_MS) pause = FIRST_PAUSE_MS;
      await wait(pause * (0.75 + Math.random() / 2), undefined, { signal: closing.signal }).catch(() => {});
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  const running = run();
  return {
    client: () => live,
    drop(client, reason) {
      // A late failure on a connection that is gone says nothing about the one after it.
      if (client === latest?.client) latest.giveUp(reason);
    },
    async close() {
      closing.abort();
      latest?.giveUp(new Error('The process is stopping.'));
      await running;
    },
  };
}
