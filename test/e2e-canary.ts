// Canaries in the running installation: one whose first gate can be signed, and one in its second stage, with everything that was measured.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { LONG_PROGRAMME, PROGRAMME } from './canary-programme.ts';
import { runInSecondStage } from './canary-stages.ts';
import { asOwner } from './e2e-database.ts';

/** Past the triggers that keep a run to its rules and to the clock. */
async function repaired(client: pg.Client, update: string, values: readonly unknown[] = []): Promise<void> {
  await client.query('BEGIN');
  await client.query('ALTER TABLE canary_runs DISABLE TRIGGER USER');
  await client.query(update, [...values]);
  await client.query('ALTER TABLE canary_runs ENABLE TRIGGER USER');
  await client.query('COMMIT');
}

/** What runs or is planned is over, what failed did so long ago, and nothing of them is guarded any more. */
async function end(client: pg.Client): Promise<void> {
  await repaired(
    client,
    `UPDATE canary_runs SET state = 'aborted', paused_at = NULL, ended_at = clock_timestamp(), ended_name = 'Test', end_reason = 'Over'
     WHERE ended_at IS NULL`,
  );
  await repaired(
    client,
    `UPDATE canary_runs SET ended_at = ended_at - interval '49 hours' WHERE state = 'failed'`,
  );
  await repaired(
    client,
    `UPDATE canary_runs SET disarmed_at = clock_timestamp(), disarmed_why = 'A test is over'
     WHERE stage > 0 AND disarmed_at IS NULL`,
  );
}

export function endCanaries(): Promise<void> {
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

/** The newest round brought no figure; `back` is the next one, which did. */
export function loseFigure(number: number): Promise<{ back: () => Promise<unknown> }> {
  return asOwner(async (client) => {
    const { rows } = await client.query('SELECT id FROM canary_runs WHERE number = $1', [number]);
    const runId = rows[0].id;
    await client.query('DELETE FROM canary_samples WHERE run_id = $1 AND at > clock_timestamp()', [runId]);
    await client.query(
      `INSERT INTO canary_samples (run_id, key, at, problem)
       VALUES ($1, 'demo-p50', clock_timestamp() + interval '5 minutes', 'slow: Prometheus did not answer within 5 s.')`,
      [runId],
    );
    return {
      back: () =>
        asOwner((again) =>
          again.query(
            `INSERT INTO canary_samples (run_id, key, at, value, count)
             SELECT $1, 'demo-p50', clock_timestamp() + n * interval '15 seconds', 195, 1000 FROM generate_series(0, 40) n`,
            [runId],
          ),
        ),
    };
  });
}

/** In its second stage since two hours, of six; planned 26 hours ago, measured every 15 seconds, once beyond a line. */
export function runningCanary(): Promise<{ runId: string; number: number }> {
  return asOwner(async (client) => {
    await end(client);
    await client.query('BEGIN');
    const run = await runInSecondStage(client, LONG_PROGRAMME);
    // On the rounds of the worker, and some minutes ahead: what it cannot measure here is there already.
    await client.query(
      `INSERT INTO canary_samples (run_id, key, at, value, count, base_value, base_count, age_gap_seconds)
       SELECT $1, key, to_timestamp(15 * floor(extract(epoch FROM statement_timestamp()) / 15) + 15 * n),
         CASE key WHEN 'error-rate' THEN CASE WHEN n = -2000 THEN 1.4 ELSE 0.2 + 0.1 * sin(n / 90.0) END
           ELSE 240 + 12 * sin(n / 200.0) + 3 * sin(n * 7.3) END,
         5000, CASE key WHEN 'against-demo' THEN 226 + 6 * sin(n / 260.0) END, CASE key WHEN 'against-demo' THEN 5000 END,
         CASE key WHEN 'against-demo' THEN 0 END
       FROM unnest(ARRAY['error-rate', 'p95', 'against-demo']) AS key, generate_series(-5990, 160) AS n`,
      [run.runId],
    );
    await client.query('COMMIT');
    return run;
  });
}

/** One that a guard ended just now. */
export async function failedCanary(): Promise<{ runId: string; number: number }> {
  const run = await runningCanary();
  await asOwner((client) =>
    repaired(
      client,
      `UPDATE canary_runs SET state = 'failed', ended_at = clock_timestamp(), ended_name = 'Bulkhead', end_reason = 'Errors pass 1%'
       WHERE id = $1`,
      [run.runId],
    ),
  );
  return run;
}

/** It ended so long ago that its programme may be planned again. */
export function longAgo(runId: string): Promise<void> {
  return asOwner((client) =>
    repaired(client, `UPDATE canary_runs SET ended_at = ended_at - interval '49 hours' WHERE id = $1`, [
      runId,
    ]),
  );
}
