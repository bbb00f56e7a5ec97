// What the commands about one firing share: the firing, locked, and what stands in the log of it.
import { firstAhead } from '#lib/rules/alerts/firing.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { lockFiring, type StoredFiring } from '#lib/store/alerts/firings.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Effect } from '#lib/store/effects.ts';

export const NOTICE: Effect = { kind: 'notify', channel: 'bulkhead_console', payload: 'alerts' };

export async function loadFiring(
  tx: Tx,
  { firingId }: { firingId: string },
): Promise<{ state: StoredFiring | undefined; now: Date }> {
  const state = await lockFiring(tx, firingId);
  return { state, now: await databaseNow(tx) };
}

export function thereIs(firing: StoredFiring | undefined): Result<StoredFiring> {
  return firing ? ok(firing) : fail('not_found', 'There is no such firing.');
}

/** An entry of the log about a firing. */
export function eventOf(
  kind: string,
  firing: StoredFiring,
  more: Partial<AuditEvent> & { details?: Readonly<Record<string, unknown>> } = {},
): AuditEvent {
  const details = { firingId: firing.id, alert: firing.alert, ...more.details };
  return { kind, subject: `A-${firing.number}`, ...more, details };
}

/** When the chain goes on after a change of the moments; null when nobody has to be told any more. */
export function nextStep(firing: StoredFiring, change: Partial<StoredFiring>): Date | null {
  return firstAhead({ ...firing, ...change }, change.told ?? firing.told);
}
