// A run of a programme in one of its stages, as if it had come there through its gates: for tests of what happens in it.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { CanaryState } from '#lib/catalog/canary-runs.ts';
import { findProgramme } from '#lib/catalog/programmes.ts';
import { settingsSoFar } from '#lib/rules/canary/canary-guards.ts';
import { chooseParameters, type FrozenProgramme, freeze } from '#lib/rules/canary/programme.ts';

export function frozenProgramme(key: string, sent: Readonly<Record<string, unknown>> = {}): FrozenProgramme {
  const programme = findProgramme(key);
  const chosen = programme && chooseParameters(programme, sent);
  if (!programme || !chosen?.ok) throw new Error(`there is no programme ${key} with these parameters`);
  return freeze(programme, chosen.value);
}

export interface StagedRun {
  definition: FrozenProgramme;
  state: CanaryState;
  stage: number;
  /** How long ago it entered the stage, and, of one that is over, how long ago it ended; seconds. */
  enteredAgo?: number;
  endedAgo?: number;
  plannedBy: { id: string; name: string };
}

/** `owner` is the connection of the tables' owner: whoever works with the application's role cannot do this. */
export async function stageRun(owner: pg.Client, run: StagedRun): Promise<string> {
  const { definition, state, stage, enteredAgo = 3_600, endedAgo = 60, plannedBy } = run;
  const id = randomUUID();
  const ended = !['draft', 'running', 'paused'].includes(state);
  await owner.query(
    `INSERT INTO canary_runs (id, programme, definition, reason, state, stage, stage_entered_at, started_at, paused_at,
       planned_by, planned_name, planned_at, ended_at, ended_name, end_reason)
     VALUES ($1, $2, $3, 'A test', $4::text, $5::int, clock_timestamp() - make_interval(secs => $6),
       CASE WHEN $5::int > 0 THEN clock_timestamp() - make_interval(secs => $6) END,
       CASE WHEN $4::text = 'paused' THEN clock_timestamp() END, $7, $8, clock_timestamp() - make_interval(secs => $6),
       CASE WHEN $9 THEN clock_timestamp() - make_interval(secs => $10) END, CASE WHEN $9 THEN 'Somebody' END,
       CASE WHEN $9 THEN 'A test' END)`,
    [
      ...[id, definition.key, JSON.stringify(definition), state, stage, enteredAgo],
      ...[plannedBy.id, plannedBy.name, ended, endedAgo],
    ],
  );
  return id;
}

/** The values that the run's stages have set, in force. */
export async function putInForce(
  owner: pg.Client,
  run: { definition: FrozenProgramme; stage: number },
): Promise<void> {
  for (const one of settingsSoFar(run)) {
    if ('inherit' in one) continue;
    await owner.query(
      `INSERT INTO switch_values (switch, symbol, value, epoch, revision)
       SELECT $1, $2, $3::jsonb, epoch, revision FROM matrix_head
       ON CONFLICT (switch, symbol) DO UPDATE SET value = excluded.value`,
      [one.switch, one.symbol ?? '', JSON.stringify(one.value)],
    );
  }
}

/** Everything that was staged is gone, and no programme waits. */
export async function forgetRuns(owner: pg.Client): Promise<void> {
  await owner.query('TRUNCATE canary_runs CASCADE');
}
