// Who is asking: turns a session cookie, a personal token or an API key into an Actor, read from the database in each request.

import type { NextRequest } from 'next/server';
import { getToken } from 'next-auth/jwt';
import { type Actor, ANONYMOUS, effectiveRoles, type PersonActor } from '#lib/rules/actor.ts';
import {
  type Identity,
  identityOfKey,
  identityOfSession,
  identityOfToken,
} from '#lib/store/access/sessions.ts';
import { type Database, database } from '#lib/store/client.ts';
import { callerAddress } from './address.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Cookie of the session: with the __Secure- prefix behind TLS. */
export function sessionCookieName(): string {
  return process.env.NEXTAUTH_URL?.startsWith('https://')
    ? '__Secure-next-auth.session-token'
    : 'next-auth.session-token';
}

function actorOfIdentity(identity: Identity, via: PersonActor['via'], sessionId?: string): PersonActor {
  return {
    kind: 'person',
    id: identity.personId,
    name: identity.name,
    email: identity.email,
    roles: effectiveRoles(identity.roles, identity.environment),
    factor: identity.factor,
    via,
    ...(sessionId ? { sessionId } : {}),
  };
}

/** The person of a session id, or nobody when the session is over. `seen`: this request keeps it from growing idle. */
export async function actorOfSession(
  sessionId: string | undefined,
  seen = true,
  db: Database = database(),
): Promise<Actor> {
  if (!sessionId || !UUID.test(sessionId)) return ANONYMOUS;
  const identity = await identityOfSession(db, sessionId, seen);
  return identity ? actorOfIdentity(identity, 'session', sessionId) : ANONYMOUS;
}

/** The actor of a bearer token (`bht_`) or key (`bhk_`), or nobody. */
export async function actorOfBearer(
  credential: string,
  address: string | null = null,
  db: Database = database(),
): Promise<Actor> {
  if (credential.startsWith('bht_')) {
    const identity = await identityOfToken(db, credential, address);
    return identity ? actorOfIdentity(identity, 'token') : ANONYMOUS;
  }
  if (credential.startsWith('bhk_')) {
    const key = await identityOfKey(db, credential, address);
    return key
      ? { kind: 'service', id: key.id, name: key.name, scopes: key.scopes, ownerId: key.ownerId }
      : ANONYMOUS;
  }
  return ANONYMOUS;
}

/** The session id that the cookie carries, if it is one of ours; whether it still lives is decided by the database. */
async function sessionIdOf(request: Pick<NextRequest, 'headers' | 'cookies'>): Promise<string | undefined> {
  const token = await getToken({
    req: request as NextRequest,
    secret: process.env.NEXTAUTH_SECRET,
    cookieName: sessionCookieName(),
  }).catch(() => null);
  return typeof token?.sessionId === 'string' ? token.sessionId : undefined;
}

/**
 * The actor of a request. A credential that is sent but wrong makes the request anonymous, never a lesser person. `db`:
 * another one where the look-up must not queue.
 */
export async function actorOf(
  request: Pick<NextRequest, 'headers' | 'cookies'>,
  seen = true,
  db: Database = database(),
): Promise<Actor> {
  const credential = request.headers.get('authorization') ?? request.headers.get('x-api-key');
  // An empty one counts as sent: falling back to the cookie would let a header choose who is asked for an Origin.
  if (credential !== null)
    return actorOfBearer(credential.replace(/^bearer\s+/i, '').trim(), callerAddress(request), db);
  return actorOfSession(await sessionIdOf(request), seen, db);
}
