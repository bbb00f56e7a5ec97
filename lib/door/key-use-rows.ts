// Stores how often keys were used.
import type pg from 'pg';
import type { DatabaseClock } from './database-clock.ts';
import type { KeyUses } from './key-uses.ts';

// The trigger of key_use_reports files each row. One order for every door, so that two never wait for each other's rows.
const STORE_USES = `
  INSERT INTO key_use_reports (key_id, edge_id, uses, last_used_at)
  SELECT u.id, $2, u.uses, to_timestamp(u.ms / 1000)
  FROM jsonb_to_recordset($1::jsonb) AS u(id uuid, uses bigint, ms double precision) ORDER BY u.id`;

/** `place` names the process at whose door they were used. What cannot be stored is put back, and the failure thrown. */
export async function storeKeyUses(
  client: pg.Client,
  place: string,
  uses: KeyUses,
  clock: DatabaseClock,
): Promise<void> {
  const batch = uses.take();
  if (batch.length === 0) return;
  const rows = batch.map(({ id, uses: times, lastAt }) => ({ id, uses: times, ms: clock.at(lastAt) }));
  try {
    await client.query({ name: 'store-uses', text: STORE_USES, values: [JSON.stringify(rows), place] });
  } catch (error) {
    uses.putBack(batch);
    throw error;
  }
}
