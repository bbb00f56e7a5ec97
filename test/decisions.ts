// Asks the decision of a change what it would do, in one word; for tests of the rules.
import type { Actor, PersonActor } from '#lib/rules/actor.ts';
import type { Terms } from '#lib/rules/changes/change-authority.ts';
import {
  type ChangePlan,
  decideChange,
  type MatrixState,
  type Request,
} from '#lib/rules/changes/decide-change.ts';
import { defaultMatrix, type Matrix } from '#lib/rules/changes/matrix.ts';

/** A reason that suffices for every direction. */
export const LONG_REASON = 'Long enough to raise';

/** A person with these roles and no other. */
export function holding(...roles: PersonActor['roles']): PersonActor {
  return {
    kind: 'person',
    id: 'p',
    name: 'Ada',
    email: 'ada@test.invalid',
    roles,
    via: 'session',
    factor: 'proven',
  };
}

/** A state at revision 9 in which every switch was last changed at revision 1. */
export function stateOf(matrix: Matrix = defaultMatrix(), change: Partial<MatrixState> = {}): MatrixState {
  const lastRevision = Object.fromEntries(Object.keys(matrix).map((name) => [name, 1]));
  return {
    epoch: 1,
    revision: 9,
    matrix,
    lastRevision,
    brokenAt: null,
    debts: [],
    openStop: null,
    openP0: null,
    ...change,
  };
}

interface Circumstances {
  on?: MatrixState;
  reason?: unknown;
  actor?: Actor;
  terms?: Terms;
}

/** The direction of the plan, `no change`, or the code of the refusal. A super admin asks unless told. */
export function outcome(
  requests: readonly Request[],
  { on, reason, actor, terms }: Circumstances = {},
): string {
  const decided = decideChange(
    on ?? stateOf(),
    requests,
    reason ?? LONG_REASON,
    actor ?? holding('super_admin'),
    terms,
  );
  if (!decided.ok) return decided.error.code;
  return decided.value ? decided.value.direction : 'no change';
}

/** The plan itself; throws when the change is refused or changes nothing. */
export function planOf(
  requests: readonly Request[],
  on = stateOf(),
  reason: unknown = LONG_REASON,
): ChangePlan {
  const decided = decideChange(on, requests, reason, holding('super_admin'));
  if (!decided.ok) throw new Error(decided.error.message);
  if (!decided.value) throw new Error('nothing changes');
  return decided.value;
}
