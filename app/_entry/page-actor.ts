// The actor of a page or server action; a page without a signed-in person goes to the sign-in screen.
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { Action } from '#lib/catalog/permissions.ts';
import type { Actor, PersonActor } from '#lib/rules/actor.ts';
import { may } from '#lib/rules/may.ts';
import type { Failure } from '#lib/rules/result.ts';
import type { Database } from '#lib/store/client.ts';
import { actorOf } from './actor.ts';
import { thrownFailure } from './failure.ts';

type Request = Parameters<typeof actorOf>[0];

/** Headers and cookies of this request. Next signals from here (dynamic rendering): never call it inside a try. */
async function request(): Promise<Request> {
  return { headers: await headers(), cookies: (await cookies()) as never };
}

/** Who asks for this page or sends this action. `db`: the connections of the command that the action is for. */
export async function requestActor(db?: Database): Promise<Actor> {
  return actorOf(await request(), true, db);
}

export type PageAccess = { allowed: true; person: PersonActor } | { allowed: false; failure: Failure };

/** The frame around the pages: null without a session, because a layout does not know which page it is for. */
export async function frameAccess(): Promise<PageAccess | null> {
  return accessOf(await request(), 'read-me', 'frame');
}

/**
 * Every page calls this itself: a layout's check does not protect a page that is asked for alone. Without a session
 * it redirects to the sign-in screen; without the right, or without a database, it says so.
 */
export async function pageAccess(action: Action, path: string): Promise<PageAccess> {
  const access = await accessOf(await request(), action, path);
  if (access === null) redirect(`/sign-in?to=${encodeURIComponent(path)}`);
  return access;
}

/** Null when nobody is signed in. */
async function accessOf(asked: Request, action: Action, route: string): Promise<PageAccess | null> {
  let actor: Actor;
  try {
    actor = await actorOf(asked);
  } catch (error) {
    return { allowed: false, failure: thrownFailure(error, route) };
  }
  if (actor.kind !== 'person') return null;
  const allowed = may(actor, action);
  return allowed.ok ? { allowed: true, person: actor } : { allowed: false, failure: allowed.error };
}
