// Follows the database: what it says replaces what is served, and while it says nothing the edge serves on.
import type pg from 'pg';
import { GATEWAY_CHANNEL } from '#lib/contract/gateway.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { type Connection, keepConnected } from '#lib/door/connection.ts';
import type { DatabaseClock } from '#lib/door/database-clock.ts';
import { readKeyRows } from '#lib/door/key-rows.ts';
import type { Keys } from '#lib/door/keys.ts';
import type { Log } from '#lib/process/log.ts';
import { type Head, judgeHead } from './head.ts';
import type { SnapshotStore } from './snapshot-store.ts';

export interface FeedOptions {
  url: string;
  edgeId: string;
  store: SnapshotStore;
  keys: Keys;
  clock: DatabaseClock;
  log: Log;
  /** Installation the served file came from, if there is one. */
  installation?: string;
  /** What else is read and said at each look, once the values are followed. */
  alsoAt(client: pg.Client): Promise<void>;
}

export interface DatabaseFeed {
  connected(): boolean;
  /** Why the database is reached but not followed: a sentence; undefined when all is well. */
  problem(): string | undefined;
  /** How often a snapshot of the database was refused. */
  refusals(): number;
  /** Which installation the served values belong to; undefined when they came from nowhere yet. */
  installation(): string | undefined;
  /** Looks at values and keys now, all of them; false when the database is not reached: it is looked at when it is. */
  lookAgain(): boolean;
  close(): Promise<void>;
}

/** Notifications wake the edge at once; this finds what a lost notification would have said. */
export const POLL_MS = 2_000;

/** One row: the position the matrix is at, the database's clock, and the snapshot unless it is the one at $1.$2. */
const READ_HEAD = `
  SELECT h.epoch || '.' || h.revision AS position, i.installation_id AS installation,
    extract(epoch FROM clock_timestamp()) * 1000 AS now_ms,
    CASE WHEN (h.epoch, h.revision) IS DISTINCT FROM ($1::integer, $2::bigint) THEN s.body END AS body
  FROM matrix_head h LEFT JOIN snapshots s USING (epoch, revision) LEFT JOIN installation i ON true`;

interface HeadRow extends Head {
  now_ms: string;
}

export function followDatabase(options: FeedOptions): DatabaseFeed {
  const { store, keys, clock, log } = options;
  let installation = options.installation;
  /** The database was followed in this life. */
  let followed = false;
  let problem: string | undefined;
  let refusals = 0;
  /** What is asked for next; set by notifications and by the poll, taken by the one reader. */
  let wanted = { head: false, keys: false };
  let reading = false;
  /** Have the values read even at the position that is served: on a new connection it may be another database. */
  let compareValues = true;

  async function readHead(client: pg.Client): Promise<void> {
    const held = compareValues || problem !== undefined ? undefined : store.current()?.snapshot;
    compareValues = false;
    const askedAt = performance.now();
    const { rows } = await client.query<HeadRow>({
      name: 'read-head',
      text: READ_HEAD,
      values: [held?.epoch ?? null, held?.revision ?? null],
    });
    const row = rows[0];
    if (row) clock.observe(Number(row.now_ms), askedAt, performance.now());
    const verdict = judgeHead(row, { snapshot: store.current()?.snapshot, installation, followed });
    if (verdict.kind === 'refuse') return refuse(verdict.why);
    if (problem !== undefined) log.info('the database is followed again');
    problem = undefined;
    followed = true;
    installation = row?.installation ?? installation;
    if (verdict.kind === 'follow') publish(verdict.snapshot, askedAt, verdict.anew);
    store.confirm(askedAt);
  }

  function publish(snapshot: Snapshot, askedAt: number, anew: boolean): void {
    store.publish(snapshot, 'database', askedAt, anew);
    const { epoch, revision } = snapshot;
    if (anew) log.warn('the last-known-good file was of another installation', { epoch, revision });
    log.info('serving a new revision', { epoch, revision });
  }

  function refuse(why: string): void {
    refusals += 1;
    if (why !== problem) log.error(why);
    problem = why;
  }

  async function readKeys(client: pg.Client): Promise<void> {
    const list = await readKeyRows(client);
    if (keys.replace(list)) log.info('API keys read', { count: list.length });
  }

  /** One look at a time, on one connection; what is asked for meanwhile is looked at right after. */
  async function readWanted(client: pg.Client): Promise<void> {
    reading = true;
    try {
      while (wanted.head || wanted.keys) {
        const now = wanted;
        wanted = { head: false, keys: false };
        if (now.head) await readHead(client);
        // A database whose values are not followed does not decide who may read them either.
        if (now.keys && problem === undefined) await readKeys(client);
        if (now.head && problem === undefined) await options.alsoAt(client);
      }
    } finally {
      reading = false;
    }
  }

  function wake(client: pg.Client, what: Partial<typeof wanted>): void {
    wanted = { ...wanted, ...what };
    if (!reading) readWanted(client).catch((error: unknown) => connection.drop(client, error));
  }

  async function onConnected(client: pg.Client): Promise<void> {
    // Until the first look is done, a notification only notes what to look at next.
    reading = true;
    client.on('notification', ({ channel }) => {
      wake(client, channel === 'bulkhead_keys' ? { keys: true } : { head: true });
    });
    // Listening first: what is committed after the look that follows wakes the edge.
    await client.query('LISTEN bulkhead_revision');
    await client.query('LISTEN bulkhead_keys');
    await client.query('LISTEN bulkhead_commands');
    await client.query(`LISTEN ${GATEWAY_CHANNEL}`);
    wanted = { head: true, keys: true };
    compareValues = true;
    await readWanted(client);
  }

  const connection: Connection = keepConnected({
    url: options.url,
    name: `bulkhead edge ${options.edgeId} feed`,
    log,
    onConnected,
  });

  const poll = setInterval(() => {
    const client = connection.client();
    if (client) wake(client, { head: true, keys: true });
  }, POLL_MS);

  return {
    connected: () => connection.client() !== undefined,
    problem: () => problem,
    refusals: () => refusals,
    installation: () => installation,
    lookAgain() {
      compareValues = true;
      const client = connection.client();
      if (client) wake(client, { head: true, keys: true });
      return client !== undefined;
    },
    async close() {
      clearInterval(poll);
      await connection.close();
    },
  };
}
