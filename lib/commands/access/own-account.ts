// What a person's decisions on their own sign-in look at: themselves, locked, and their passkeys.
import { ROLES, SECOND_FACTOR_ROLES } from '#lib/catalog/roles.ts';
import type { Actor, PersonActor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { passkeysOf, type StoredPasskey } from '#lib/store/access/passkeys.ts';
import { lockPerson, type StoredPerson } from '#lib/store/access/people.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';

export interface OwnState {
  person: StoredPerson | undefined;
  passkeys: readonly StoredPasskey[];
}

export async function loadOwn(tx: Tx, actor: Actor): Promise<{ state: OwnState; now: Date }> {
  if (actor.kind !== 'person')
    return { state: { person: undefined, passkeys: [] }, now: await databaseNow(tx) };
  const person = await lockPerson(tx, actor.id);
  return { state: { person, passkeys: await passkeysOf(tx, actor.id) }, now: await databaseNow(tx) };
}

export interface Oneself extends OwnState {
  person: StoredPerson;
  actor: PersonActor;
}

/** The person the actor is; keys and Bulkhead itself have no sign-in. */
export function oneself({ person, passkeys }: OwnState, actor: Actor): Result<Oneself> {
  return person && actor.kind === 'person'
    ? ok({ person, passkeys, actor })
    : fail('forbidden', 'Only people have a sign-in.');
}

/**
 * Setting up and taking away factors is done at a screen: a token that leaked must not be able to put a stranger's
 * passkey in its owner's place.
 */
export function atScreen(state: OwnState, actor: Actor): Result<Oneself> {
  const self = oneself(state, actor);
  if (!self.ok || self.value.actor.via === 'session') return self;
  return fail('forbidden', 'A token cannot change how you sign in: do it in the console.');
}

/** Whether they may do without one more factor: the last one stays while their roles here ask for one. */
export function mayDropFactor({ person, passkeys, actor }: Oneself): Result<true> {
  const role = SECOND_FACTOR_ROLES.find((one) => actor.roles.includes(one));
  const factors = (person.totpSecret ? 1 : 0) + passkeys.length;
  if (factors > 1 || role === undefined) return ok(true);
  return fail(
    'rule_violated',
    `As a ${ROLES[role].label.toLowerCase()} you keep a second factor: set up another one before you remove this.`,
  );
}
