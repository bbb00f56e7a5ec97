// Keeps the list of keys as the database has it, and its clock, on a connection of its own.
import type pg from 'pg';
import { type Connection, keepConnected } from '#lib/door/connection.ts';
import type { DatabaseClock } from '#lib/door/database-clock.ts';
import { readKeyRows } from '#lib/door/key-rows.ts';
import { storeKeyUses } from '#lib/door/key-use-rows.ts';
import type { KeyUses } from '#lib/door/key-uses.ts';
import type { Keys } from '#lib/door/keys.ts';
import type { Log } from '#lib/process/log.ts';

export interface KeyFeedOptions {
  url: string;
  intakeId: string;
  keys: Keys;
  uses: KeyUses;
  clock: DatabaseClock;
  log: Log;
}

export interface KeyFeed {
  connected(): boolean;
  close(): Promise<void>;
}

/** Notifications wake it at once; this finds what a lost one would have said. */
const POLL_MS = 2_000;
/** What keys were used is stored with every fifth look. */
const LOOKS_PER_STORING = 5;

export function followKeys({ url, intakeId, keys, uses, clock, log }: KeyFeedOptions): KeyFeed {
  let wanted = false;
  let reading = false;
  let looks = 0;

  async function look(client: pg.Client): Promise<void> {
    const askedAt = performance.now();
    const { rows } = await client.query<{ now_ms: string }>(
      'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now_ms',
    );
    clock.observe(Number(rows[0]?.now_ms), askedAt, performance.now());
    const list = await readKeyRows(client);
    if (keys.replace(list)) log.info('API keys read', { count: list.length });
  }

  async function lookWhileWanted(client: pg.Client): Promise<void> {
    reading = true;
    try {
      while (wanted) {
        wanted = false;
        await look(client);
      }
    } finally {
      reading = false;
    }
  }

  function wake(client: pg.Client): void {
    wanted = true;
    if (!reading) lookWhileWanted(client).catch((error: unknown) => connection.drop(client, error));
  }

  async function onConnected(client: pg.Client): Promise<void> {
    reading = true;
    client.on('notification', () => wake(client));
    // Listening first: what is committed after the look that follows wakes it.
    await client.query('LISTEN bulkhead_keys');
    wanted = true;
    await lookWhileWanted(client);
  }

  const connection: Connection = keepConnected({ url, name: `bulkhead ${intakeId} keys`, log, onConnected });

  async function noteUses(client: pg.Client): Promise<void> {
    await storeKeyUses(client, intakeId, uses, clock);
  }

  const poll = setInterval(() => {
    const client = connection.client();
    if (!client) return;
    wake(client);
    looks += 1;
    if (looks % LOOKS_PER_STORING === 0)
      noteUses(client).catch((error: unknown) => connection.drop(client, error));
  }, POLL_MS);

  return {
    connected: () => connection.client() !== undefined,
    async close() {
      clearInterval(poll);
      const client = connection.client();
      if (client) await noteUses(client).catch(() => {});
      await connection.close();
    },
  };
}
