// What a decision on a change request rests on: the locked matrix, the stored request, and what its requester may do now.
import { requestName } from '#lib/catalog/approvals.ts';
import { type Actor, effectiveRoles, type PersonActor } from '#lib/rules/actor.ts';
import { mayAgree } from '#lib/rules/changes/second-person.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { activePerson, personById } from '#lib/store/access/people.ts';
import { changeRequest, type StoredRequest } from '#lib/store/changes/change-requests.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';

export interface RequestState extends LockedMatrix {
  request: StoredRequest | undefined;
  /** As they are now. Null when they are disabled. */
  requester: PersonActor | null;
  decider: PersonActor | null;
  /** Who is to look after the values has no access any more. */
  ownerGone: boolean;
}

export async function loadRequest(
  tx: Tx,
  { requestId }: { requestId: string },
  actor: Actor,
): Promise<{ state: RequestState; now: Date }> {
  const { state, now } = await lockMatrix(tx);
  const request = await changeRequest(tx, requestId);
  const requester = request ? await personNow(tx, request.requestedBy.id) : null;
  const decider = actor.kind === 'person' ? await personNow(tx, actor.id) : null;
  const ownerGone = request?.owner != null && (await activePerson(tx, request.owner.id)) === null;
  return { state: { ...state, request, requester, decider, ownerGone }, now };
}

async function personNow(tx: Tx, personId: string): Promise<PersonActor | null> {
  const person = await personById(tx, personId);
  if (!person || person.disabled) return null;
  const { id, name, email } = person;
  const roles = effectiveRoles(person.roles, await environmentOf(tx));
  return { kind: 'person', id, name, email, roles, via: 'session', factor: 'proven' };
}

/**
 * Whether this actor may decide on the request: by what their sign-in or token allows, and by the roles that they have
 * at this moment, which may be fewer since they opened it.
 */
export function mayDecide(state: RequestState, request: StoredRequest, actor: Actor): Result<true> {
  const asked = { requestedBy: request.requestedBy.id, changes: request.changes };
  const allowed = mayAgree(actor, asked);
  if (!allowed.ok) return allowed;
  if (!state.decider) return fail('forbidden', 'You have no access any more.');
  return mayAgree(state.decider, asked);
}

const CLOSED: Record<Exclude<StoredRequest['state'], 'open'>, (request: StoredRequest) => string> = {
  approved: (request) => `${request.decidedName ?? 'Somebody'} approved it already.`,
  refused: (request) => `${request.decidedName ?? 'Somebody'} refused it.`,
  withdrawn: () => 'Its requester withdrew it.',
  void: () => 'A value in it was set meanwhile, so it is void. Look at the new difference and ask again.',
  expired: () => 'Its time is over. Ask again.',
};

/** The request, if it still waits. `conflict` says what became of it. */
export function openRequest(request: StoredRequest | undefined, now: Date): Result<StoredRequest> {
  if (!request) return fail('not_found', 'There is no such change request.');
  const name = requestName(request.number);
  const state = request.state === 'open' && request.expiresAt <= now ? 'expired' : request.state;
  if (state === 'open') return ok(request);
  return fail('conflict', `${name} is closed. ${CLOSED[state](request)}`, { number: request.number, state });
}
