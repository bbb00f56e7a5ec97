// Which values of a change somebody has to come back to, by when, and who: temporary ones, and controls that a rollback loosened.
import { DEADLINE, REVIEW_HOURS } from '#lib/catalog/approvals.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { DirectedChange } from './decide-change.ts';
import { moveOf } from './direction.ts';

/** What somebody chose; what is left out is filled in: their own name, and four hours for a loosened control. */
export interface WantedDeadline {
  until: Date | null;
  owner: { id: string; name: string } | null;
}

export interface DeadlineValue {
  switch: SwitchName;
  symbol: string | null;
  kind: 'temporary' | 'loosened';
  /** What held before: offered when the time has passed, never set by itself. */
  returnValue: WireValue;
  returnInherited: boolean;
}

export interface Deadline {
  until: Date;
  owner: { id: string; name: string };
  values: readonly DeadlineValue[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A rollback of the manual, or a bundle, that turns a control down. */
export function loosens(change: DirectedChange): boolean {
  return (
    change.direction === 'rollback' &&
    moveOf(definitionOf(change.switch), change.oldValue, change.newValue) === 'raising'
  );
}

/** Whether the time lies ahead, and not too far. */
export function deadlineTime(until: Date, now: Date): Result<Date> {
  const aheadMs = until.getTime() - now.getTime();
  if (aheadMs < DEADLINE.leastMinutes * MINUTE_MS) {
    return fail('invalid_input', 'until: name a time at least a minute ahead.');
  }
  if (aheadMs > DEADLINE.mostDays * 24 * HOUR_MS) {
    return fail('invalid_input', `until: name a time within ${DEADLINE.mostDays} days.`);
  }
  return ok(until);
}

/** The deadline of a change, or null where it needs none. */
export function deadlinesOf(
  changes: readonly DirectedChange[],
  wanted: WantedDeadline | undefined,
  actor: Actor,
  now: Date,
): Result<Deadline | null> {
  const temporary = wanted?.until != null;
  const values = changes
    .filter((change) => temporary || loosens(change))
    .map(
      (change): DeadlineValue => ({
        switch: change.switch,
        symbol: change.symbol,
        kind: loosens(change) ? 'loosened' : 'temporary',
        returnValue: change.oldValue,
        returnInherited: change.oldInherited,
      }),
    );
  const owner = wanted?.owner ?? (actor.kind === 'person' ? { id: actor.id, name: actor.name } : null);
  // What Bulkhead itself loosens has no person to come back to it.
  if (values.length === 0 || owner === null) return ok(null);
  const until = deadlineTime(wanted?.until ?? new Date(now.getTime() + REVIEW_HOURS * HOUR_MS), now);
  return until.ok ? ok({ until: until.value, owner, values }) : until;
}
