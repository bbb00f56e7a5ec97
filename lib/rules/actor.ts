// Who does something: a person, a machine with a key, the system itself, or nobody known.
import { type Role, STAGING_GRANTS } from '#lib/catalog/roles.ts';
import type { Environment } from '#lib/contract/console.ts';

/** `roles` are the effective ones of this environment, read from the database in this request. */
export interface PersonActor {
  kind: 'person';
  id: string;
  name: string;
  email: string;
  roles: readonly Role[];
  /** `pagerduty`: they answered there, and PagerDuty's signed word says who it was. */
  via: 'session' | 'token' | 'pagerduty';
  /**
   * Their second factor: none set up, set up but not proven in this session (a sign-in through the identity provider),
   * or proven. A token counts as proven: it was made with a second factor; so does PagerDuty's word.
   */
  factor: 'none' | 'unproven' | 'proven';
  sessionId?: string;
}

/** A machine: scopes, never roles. For separation of duty it counts as its owner. */
export interface ServiceActor {
  kind: 'service';
  id: string;
  name: string;
  scopes: readonly string[];
  ownerId: string | null;
}

/** Bulkhead itself: the worker, or the first start. */
export interface SystemActor {
  kind: 'system';
  id: string;
  name: string;
}

export interface AnonymousActor {
  kind: 'anonymous';
}

export type Actor = PersonActor | ServiceActor | SystemActor | AnonymousActor;

export const ANONYMOUS: AnonymousActor = { kind: 'anonymous' };

export const SYSTEM: SystemActor = { kind: 'system', id: 'bulkhead', name: 'Bulkhead' };

/** Stored roles plus what the environment adds to them (in staging, engineers are risk managers too). */
export function effectiveRoles(stored: readonly Role[], environment: Environment): Role[] {
  const roles = new Set<Role>(stored);
  if (environment === 'staging') {
    for (const role of stored) for (const extra of STAGING_GRANTS[role] ?? []) roles.add(extra);
  }
  return [...roles];
}
