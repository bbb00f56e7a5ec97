// A sign-off form that is open for signature, written as its commands write it: for tests that need one and sign nothing.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { snapshotText } from '#lib/rules/canary/signoff-snapshot.ts';
import { SNAPSHOT } from '#test/signoff-snapshot.ts';

const DEFINITION = {
  ...{ key: 'production-canary', title: 'Production canary', short: 'Production', purpose: 'Test' },
  ...{ source: 'Manual 5', parameters: [], checks: [], passCriteria: [], guards: [] },
  before: { title: 'Before', seconds: 3_600, acceptance: [] },
  stages: [
    {
      ...{ key: 'canary', title: 'Canary', when: 'T+0', seconds: 1_800, objective: 'Test' },
      ...{ settings: [], notes: [], acceptance: [] },
    },
  ],
  abort: { label: 'Stop', settings: [] },
};

/** A planned run of its own; `client` is the owner's connection, `by` an id of a person. */
export async function aPlannedCanary(client: pg.Client, by: string): Promise<string> {
  await client.query(
    `UPDATE canary_runs SET state = 'aborted', ended_at = clock_timestamp(), ended_name = 'Test', end_reason = 'Over'
     WHERE ended_at IS NULL`,
  );
  const runId = randomUUID();
  await client.query(
    `INSERT INTO canary_runs (id, programme, definition, reason, stage_entered_at, planned_by, planned_name, planned_at)
     VALUES ($1, $2, $3, 'Test', clock_timestamp(), $4, 'Somebody', clock_timestamp())`,
    [runId, DEFINITION.key, JSON.stringify(DEFINITION), by],
  );
  return runId;
}

export async function anOpenForm(
  client: pg.Client,
  by: string,
): Promise<{ runId: string; gate: number; hash: string }> {
  const runId = await aPlannedCanary(client, by);
  const formId = randomUUID();
  const { text, hash } = snapshotText(SNAPSHOT);
  await client.query(
    'INSERT INTO signoff_forms (id, run_id, gate, made_at) VALUES ($1, $2, 0, clock_timestamp())',
    [formId, runId],
  );
  await client.query(
    `INSERT INTO signoff_texts (form_id, hash, body, opened_at, opened_by, opened_name, closes_at)
     VALUES ($1, $2, $3, clock_timestamp(), $4, 'Somebody', clock_timestamp() + interval '1 day')`,
    [formId, hash, text, by],
  );
  await client.query("UPDATE signoff_forms SET state = 'open', open_hash = $2 WHERE id = $1", [formId, hash]);
  return { runId, gate: 0, hash };
}
