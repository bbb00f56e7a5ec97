// Which changes wait for a second person, and who that may be: never who asked, always somebody allowed every switch in it.
import { findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { ChangeView, Direction } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { mayChange } from '#lib/rules/may.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** Whether raising this takes a second person: a critical switch, or a limit taken off altogether. */
export function waitsForSecond(change: {
  switch: string;
  newValue: WireValue;
  direction: Direction;
}): boolean {
  if (change.direction !== 'raising') return false;
  return findSwitch(change.switch)?.critical === true || change.newValue === null;
}

/**
 * Whether somebody with these roles could be the second person: not who asked, and allowed every switch. The same rule
 * as `mayAgree`, for screens that say who may, and for the count of what waits for them.
 */
export function couldAgree(
  person: { id: string; roles: readonly string[] },
  request: { requestedBy: string; switches: readonly string[] },
): boolean {
  if (person.id === request.requestedBy) return false;
  return request.switches.every((name) =>
    findSwitch(name)?.changedBy.some((role) => person.roles.includes(role)),
  );
}

/**
 * Whether this actor may be the second person: `forbidden` for who asked, and for whoever may not change one of the
 * switches themselves.
 */
export function mayAgree(
  actor: Actor,
  request: { requestedBy: string; changes: readonly Pick<ChangeView, 'switch'>[] },
): Result<true> {
  if (actor.kind !== 'person') return fail('forbidden', 'A change request is decided by a person.');
  if (actor.id === request.requestedBy) {
    return fail('forbidden', 'You asked for this one: somebody else has to decide on it.');
  }
  for (const change of request.changes) {
    const allowed = mayChange(actor, change.switch as SwitchName);
    if (!allowed.ok) return allowed;
  }
  return ok(true);
}
