// What the commands about a run of a programme share: the run, locked, and what stands in the log of it.
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { uuid } from '#lib/commands/inputs.ts';
import { disarmedBecause } from '#lib/rules/canary/canary-guards.ts';
import { type CanaryRun, type CanaryVerb, mayDo } from '#lib/rules/canary/canary-run.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';
import { fail, type Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import { type CanaryMove, lockCanary, type StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Effect } from '#lib/store/effects.ts';

export const CANARY_CHANGED: Effect = {
  kind: 'notify',
  channel: 'bulkhead_console',
  payload: 'canary',
};

export const canaryInput = { runId: uuid.describe('Id of the run, as canaries lists it.') };

export async function loadCanary(
  tx: Tx,
  { runId }: { runId: string },
): Promise<{ state: StoredCanary | undefined; now: Date }> {
  const state = await lockCanary(tx, runId);
  return { state, now: await databaseNow(tx) };
}

/** The run, if there is one and its state allows this. */
export function canaryFor<R extends CanaryRun>(run: R | undefined, verb: CanaryVerb): Result<R> {
  if (run === undefined) return fail('not_found', 'There is no such run of a programme.');
  const allowed = mayDo(run, verb);
  return allowed.ok ? { ok: true, value: run } : allowed;
}

/** Ends a run. Its guards are disarmed with it where nothing of it is in force, by the values that hold then. */
export function ending(
  run: CanaryRun,
  matrix: Matrix,
  state: 'passed' | 'failed' | 'no-go' | 'aborted',
  ended: NonNullable<CanaryMove['ended']>,
): CanaryMove {
  const why = run.stage > 0 ? disarmedBecause(run, matrix, undefined) : null;
  return { state, ended, ...(why === null ? {} : { disarmed: { at: ended.at, why } }) };
}

/** An entry of the log about a run. */
export function canaryEvent(kind: string, run: CanaryRun, more: Partial<AuditEvent> = {}): AuditEvent {
  const details = { runId: run.id, programme: run.definition.key, stage: run.stage, ...more.details };
  return { kind, subject: canaryName(run.number), ...more, details };
}
