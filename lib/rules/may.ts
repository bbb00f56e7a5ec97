// The only interpreter of permissions: may this actor do this at all, and may they change this switch.
import { type Action, permissionOf } from '#lib/catalog/permissions.ts';
import { ROLES, SECOND_FACTOR_ROLES, someone } from '#lib/catalog/roles.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { Actor, PersonActor } from './actor.ts';
import { fail, ok, type Result } from './result.ts';

/** Why somebody with these roles may not do the action, and who may; null when they may. */
export function notAllowedTo(action: Action, roles: readonly string[]): string | null {
  const { sentence, roles: allowed } = permissionOf(action);
  if (allowed.some((role) => roles.includes(role))) return null;
  return allowed.length > 0
    ? `You may not ${sentence}: it takes ${someone(allowed)}.`
    : `You may not ${sentence}: only Bulkhead itself does.`;
}

/** Whether the actor may do the action at all. Fails with `unauthenticated` or `forbidden` and says who may. */
export function may(actor: Actor, action: Action): Result<true> {
  const permission = permissionOf(action);
  switch (actor.kind) {
    case 'system':
      return permission.system
        ? ok(true)
        : fail('forbidden', `Bulkhead itself does not ${permission.sentence}.`);
    case 'anonymous':
      if (permission.anonymous) return ok(true);
      return fail('unauthenticated', `Sign in, or send a token, to ${permission.sentence}.`);
    case 'service':
      if (permission.scopes?.some((scope) => actor.scopes.includes(scope))) return ok(true);
      return fail(
        'forbidden',
        permission.scopes?.length
          ? `This key may not ${permission.sentence}: it lacks the scope ${permission.scopes.join(' or ')}.`
          : `Machine keys may not ${permission.sentence}: a person has to.`,
      );
    case 'person': {
      if (permission.anonymous) return ok(true);
      const held = notAllowedTo(action, actor.roles);
      if (held !== null) return fail('forbidden', held);
      return permission.kind === 'read' || permission.beforeSecondFactor ? ok(true) : withFactor(actor);
    }
  }
}

/** Super admins and risk managers write nothing before their second factor is set up and proven. */
function withFactor(actor: PersonActor): Result<true> {
  const role = SECOND_FACTOR_ROLES.find((one) => actor.roles.includes(one));
  if (actor.factor === 'proven' || role === undefined) return ok(true);
  return fail(
    'second_factor_required',
    actor.factor === 'none'
      ? `As a ${ROLES[role].label.toLowerCase()} you need a second factor before your first change: set one up in your profile.`
      : 'Prove your second factor first: this sign-in did not ask for it.',
    { factor: actor.factor },
  );
}

/** Whether a person has to prove anew that it is them before this write; `input`: what they sent asks for it. Fails when they have nothing to prove it with. */
export function needsStepUp(actor: Actor, action: Action, input = false): Result<boolean> {
  const { stepUp = input ? 'always' : undefined, sentence } = permissionOf(action);
  if (stepUp === undefined || actor.kind !== 'person') return ok(false);
  if (actor.factor !== 'none') return ok(true);
  return stepUp === 'if enrolled'
    ? ok(false)
    : fail(
        'second_factor_required',
        `Set up a second factor in your profile first: it is asked for to ${sentence}.`,
        { factor: actor.factor },
      );
}

/** Whether the actor may change this switch: the catalogue's `changedBy`. */
export function mayChange(actor: Actor, name: SwitchName): Result<true> {
  if (actor.kind === 'system') return ok(true);
  const { changedBy } = definitionOf(name);
  if (actor.kind === 'person' && changedBy.some((role) => actor.roles.includes(role))) return ok(true);
  return fail('forbidden', `${name} may be changed only by ${someone(changedBy)}.`, {
    switch: name,
    changedBy,
  });
}
