// A run of a canary that stands in its second stage, without the forms that led there.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { GATE_LINES } from '#lib/catalog/canary-runs.ts';
import type { FrozenProgramme } from '#lib/rules/canary/programme.ts';

/** As if its gates had been signed: past the triggers that ask for the forms. */
async function enterStages(client: pg.Client, runId: string): Promise<void> {
  const tables = ['canary_gates', 'canary_gate_lines', 'canary_stages'];
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  for (const [stage, hours, left] of [
    [1, 25, 2],
    [2, 2, null],
  ] as const) {
    const gate = randomUUID();
    await client.query(
      `INSERT INTO canary_gates (id, run_id, from_stage, decision, snapshot_hash, verdicts, decided_by, decided_name, at)
       SELECT $1, $2, $3, 'go', repeat('a', 64), '[]', id, name, clock_timestamp() - make_interval(hours => $4) FROM people
       ORDER BY created_at LIMIT 1`,
      [gate, runId, stage - 1, hours],
    );
    await client.query(
      `INSERT INTO canary_gate_lines (gate_id, line, person_id, person_name, signed_at)
       SELECT $1, l.line, p.id, p.name, clock_timestamp() - make_interval(hours => $3)
       FROM unnest($2::text[]) WITH ORDINALITY l (line, n)
         JOIN (SELECT id, name, row_number() OVER (ORDER BY created_at) AS n FROM people) p USING (n)`,
      [gate, [...GATE_LINES], hours],
    );
    await client.query(
      `INSERT INTO canary_stages (run_id, stage, gate_id, entered_at, left_at)
       VALUES ($1, $2, $3, clock_timestamp() - make_interval(hours => $4), clock_timestamp() - make_interval(hours => $5))`,
      [runId, stage, gate, hours, left],
    );
  }
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}

/**
 * In its second stage since two hours, planned 26 hours ago. Inside a transaction of the caller's, which also lays down what
 * was measured: the worker looks at a run as soon as it sees it.
 */
export async function runInSecondStage(
  client: pg.Client,
  definition: FrozenProgramme,
): Promise<{ runId: string; number: number }> {
  const runId = randomUUID();
  const { rows } = await client.query(
    `INSERT INTO canary_runs (id, programme, definition, reason, state, stage, stage_entered_at, started_at, planned_by, planned_name, planned_at)
     SELECT $1, $2, $3, 'A step at a time', 'running', 2, clock_timestamp() - interval '2 hours', clock_timestamp() - interval '25 hours',
       id, name, clock_timestamp() - interval '26 hours' FROM people ORDER BY created_at LIMIT 1 RETURNING number::int`,
    [runId, definition.key, JSON.stringify(definition)],
  );
  await enterStages(client, runId);
  return { runId, number: rows[0].number };
}
