// What a decision on a change request rests on: the locked matrix, the stored request, and what its requester may do now.
import { requestName } from '#lib/catalog/approvals.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import { effectiveRoles } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { changeRequest, type StoredRequest } from '#lib/store/change-requests.ts';
import type { Tx } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/matrix.ts';
import { personById } from '#lib/store/people.ts';

export interface RequestState extends LockedMatrix {
  request: StoredRequest | undefined;
  /** Null when they are disabled. */
  requester: PersonActor | null;
}

export async function loadRequest(
  tx: Tx,
  { requestId }: { requestId: string },
): Promise<{ state: RequestState; now: Date }> {
  const { state, now } = await lockMatrix(tx);
  const request = await changeRequest(tx, requestId);
  return { state: { ...state, request, requester: await requesterOf(tx, request) }, now };
}

async function requesterOf(tx: Tx, request: StoredRequest | undefined): Promise<PersonActor | null> {
  if (!request) return null;
  const person = await personById(tx, request.requestedBy.id);
  if (!person || person.disabled) return null;
  const { id, name, email } = person;
  const roles = effectiveRoles(person.roles, await environmentOf(tx));
  return { kind: 'person', id, name, email, roles, via: 'session', factor: 'proven' };
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
