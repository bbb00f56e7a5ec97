// Stores deliveries: however many wait, they share one INSERT and one commit, and each is answered only after it.
import type pg from 'pg';
import type { Connection } from '#lib/door/connection.ts';
import type { Log } from '#lib/process/log.ts';

export interface NewDelivery {
  source: 'alertmanager' | 'api' | 'push' | 'bulkhead';
  keyId: string;
  /** As it was sent. */
  body: Buffer;
}

export interface DeliveryStore {
  /** True once it is committed; false when the database did not say so: it may be stored, or not. Never throws. */
  add(delivery: NewDelivery): Promise<boolean>;
  /** Since the start. */
  counts(): { stored: number; bytes: number; commits: number; failed: number };
  waiting(): number;
}

/** In one INSERT; one delivery goes however large it is. */
const MOST_ROWS = 1_000;
const MOST_BYTES = 4_000_000;

// All bodies come as one, in binary, and are cut apart here: one statement, whatever their number and size.
const STORE = `
  INSERT INTO deliveries (source, key_id, body)
  SELECT d.source, d.key_id, substr($4::bytea, d.first, d.bytes)
  FROM unnest($1::text[], $2::uuid[], $3::integer[], $5::integer[]) AS d(source, key_id, first, bytes)`;

interface Waiting extends NewDelivery {
  settle(stored: boolean): void;
}

export function createDeliveryStore(connection: Connection, log: Log): DeliveryStore {
  const counts = { stored: 0, bytes: 0, commits: 0, failed: 0 };
  let waiting: Waiting[] = [];
  let busy = false;

  function work(): void {
    if (busy) return;
    busy = true;
    // What arrives in the same turn of the event loop goes together.
    setImmediate(async () => {
      while (waiting.length > 0) await storeNext();
      busy = false;
    });
  }

  async function storeNext(): Promise<void> {
    const client = connection.client();
    const batch = client ? takeBatch() : waiting.splice(0);
    const stored = client !== undefined && (await insert(client, batch));
    if (!stored) counts.failed += batch.length;
    for (const one of batch) one.settle(stored);
  }

  function takeBatch(): Waiting[] {
    let [rows, bytes] = [0, 0];
    while (rows < Math.min(waiting.length, MOST_ROWS)) {
      bytes += waiting[rows]?.body.length ?? 0;
      if (rows > 0 && bytes > MOST_BYTES) break;
      rows += 1;
    }
    const batch = waiting.slice(0, rows);
    waiting = waiting.slice(rows);
    return batch;
  }

  async function insert(client: pg.Client, batch: readonly Waiting[]): Promise<boolean> {
    const lengths = batch.map(({ body }) => body.length);
    const firsts: number[] = [];
    let bytes = 0;
    for (const length of lengths) {
      firsts.push(bytes + 1);
      bytes += length;
    }
    const [only] = batch;
    const bodies = batch.length === 1 && only ? only.body : Buffer.concat(batch.map(({ body }) => body));
    const sources = batch.map(({ source }) => source);
    const keyIds = batch.map(({ keyId }) => keyId);
    try {
      // Resolves when the server is ready for the next statement: this one is committed by then.
      const values = [sources, keyIds, firsts, bodies, lengths];
      await client.query({ name: 'store-deliveries', text: STORE, values });
    } catch (error) {
      log.warn('deliveries could not be stored; who sent them tries again', {
        count: batch.length,
        err: error,
      });
      connection.drop(client, error);
      return false;
    }
    counts.stored += batch.length;
    counts.bytes += bytes;
    counts.commits += 1;
    return true;
  }

  return {
    add: (delivery) =>
      new Promise((resolve) => {
        waiting.push({ ...delivery, settle: resolve });
        work();
      }),
    counts: () => counts,
    waiting: () => waiting.length,
  };
}
