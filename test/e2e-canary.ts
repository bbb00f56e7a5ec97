// A canary whose first gate can be signed, in the running installation: planned a while ago, everything measured and seen.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { PROGRAMME } from './canary-programme.ts';
import { asOwner } from './e2e-database.ts';

/** What runs or is planned is over. */
function end(client: pg.Client): Promise<unknown> {
  return client.query(
    `UPDATE canary_runs SET state = 'aborted', paused_at = NULL, ended_at = clock_timestamp(), ended_name = 'Test', end_reason = 'Over'
     WHERE ended_at IS NULL`,
  );
}

export function endCanaries(): Promise<unknown> {
  return asOwner(end);
}

/** Answers its number. */
export function plannedCanary(): Promise<number> {
  return asOwner(async (client) => {
    await end(client);
    const id = randomUUID();
    const { rows } = await client.query(
      `INSERT INTO canary_runs (id, programme, definition, reason, stage_entered_at, planned_by, planned_name, planned_at)
       SELECT $1, $2, $3, 'End to end', clock_timestamp() - interval '5 minutes', id, name, clock_timestamp() - interval '5 minutes'
       FROM people ORDER BY created_at LIMIT 1 RETURNING number::int`,
      [id, PROGRAMME.key, JSON.stringify(PROGRAMME)],
    );
    await client.query(
      `INSERT INTO canary_evidence (id, run_id, stage, key, holds, text, person_id, person_name, at)
       SELECT gen_random_uuid(), $1, 0, 'pnl-accurate', true, 'Compared with the fills', id, name, clock_timestamp()
       FROM people ORDER BY created_at LIMIT 1`,
      [id],
    );
    // Up to some minutes ahead: however busy the machine is, the figure stays fresh.
    await client.query(
      `INSERT INTO canary_samples (run_id, key, at, value, count)
       SELECT $1, 'demo-p50', clock_timestamp() + n * interval '15 seconds', 195, 1000 FROM generate_series(-20, 20) n`,
      [id],
    );
    return rows[0].number;
  });
}
