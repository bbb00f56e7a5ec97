// Large deliveries, one after the other: read outside the write path, whose time they would not keep, and cut into parts
// that it takes as it takes any delivery (docs/decisions/0106).
import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '#lib/process/log.ts';
import { cutDelivery, LARGE_BYTES } from '#lib/rules/alerts/cut-delivery.ts';
import { withConnection } from './database.ts';
import { type Loop, startLoop } from './loop.ts';

const ROUND_MS = 500;
const RETRY_MS = 1_000;

const WAITING = `SELECT id FROM deliveries WHERE taken_at IS NULL AND octet_length(body) > ${LARGE_BYTES} ORDER BY id LIMIT 1`;
const LOCKED = `${WAITING} FOR UPDATE SKIP LOCKED`;
// As text: the driver takes five times as long for bytes.
const READ = "SELECT convert_from(body, 'UTF8') AS text FROM deliveries WHERE id = $1";
const READ_BEGINNING = "SELECT encode(substr(body, 1, 900), 'escape') AS text FROM deliveries WHERE id = $1";
// Heard when the whole was heard. The whole stays as it came, and counts as taken.
const STORE_PARTS = `
  INSERT INTO deliveries (source, key_id, body, received_at)
  SELECT d.source, d.key_id, convert_to(part.body, 'UTF8'), d.received_at
  FROM deliveries d, unnest($2::text[]) WITH ORDINALITY AS part(body, nth) WHERE d.id = $1 ORDER BY part.nth`;
const TAKE = 'UPDATE deliveries SET taken_at = clock_timestamp() WHERE id = $1';

/** Not UTF-8, or with a NUL in it: no text, and so no JSON. */
const NO_TEXT = '22021';

async function textOf(client: pg.PoolClient, id: string): Promise<string> {
  await client.query('SAVEPOINT reading');
  try {
    const { rows } = await client.query<{ text: string }>(READ, [id]);
    return rows[0]?.text ?? '';
  } catch (error) {
    if ((error as { code?: string }).code !== NO_TEXT) throw error;
    await client.query('ROLLBACK TO reading');
    const { rows } = await client.query<{ text: string }>(READ_BEGINNING, [id]);
    return rows[0]?.text ?? '';
  }
}

/** Cuts the oldest; false when there is none, or another worker has it. */
export async function cutOldest(pool: pg.Pool, log: Log): Promise<boolean> {
  return withConnection(pool, async (client) => {
    // Nearly always there is none: that costs no transaction.
    if ((await client.query(WAITING)).rowCount === 0) return false;
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: string }>(LOCKED);
    const id = rows[0]?.id;
    if (id !== undefined) {
      const parts = cutDelivery(await textOf(client, id));
      await client.query(STORE_PARTS, [id, parts]);
      await client.query(TAKE, [id]);
      log.info('a large delivery is cut into parts', { count: parts.length });
    }
    await client.query('COMMIT');
    return id !== undefined;
  });
}

export function startLargeDeliveries(pool: pg.Pool, log: Log): Loop {
  return startLoop({
    name: 'cutting of large deliveries',
    log,
    retryMs: RETRY_MS,
    work: async (signal) => {
      while (!signal.aborted && (await cutOldest(pool, log))) await setImmediate();
      return { pauseMs: ROUND_MS, done: true };
    },
  });
}
