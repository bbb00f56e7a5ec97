// Sets switches as Bulkhead itself: what a measurement has changed is as it was before the next. Not measured.
import { randomUUID } from 'node:crypto';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';

const MOST_REFUSALS = 10;

/** A busy machine is not what this part is about: the same attempt again until it is taken. */
export async function setBack(
  changes: readonly { switch: string; value: unknown }[],
  reason: string,
): Promise<void> {
  const idempotencyKey = randomUUID();
  for (let refusals = 0; ; refusals++) {
    const set = await execute(setSwitches, { changes, reason }, SYSTEM, { idempotencyKey });
    if (set.ok) return;
    if (refusals === MOST_REFUSALS) throw new Error(`${set.error.code}: ${set.error.message}`);
  }
}
