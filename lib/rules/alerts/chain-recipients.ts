// Who exactly is told at a step of the chain (product.md section 4): whoever is on call, then everybody of the step's roles.
import type { EscalationStep } from '#lib/catalog/alert-clocks.ts';
import { ROLES, type Role } from '#lib/catalog/roles.ts';

/** Somebody who may sign in; `roles` are the effective ones of this environment. */
export interface CrewMember {
  id: string;
  name: string;
  roles: readonly Role[];
}

export interface Recipient {
  id: string;
  name: string;
  /** Why they are told: `on call`, or the role. */
  as: string;
}

export interface Recipients {
  told: readonly Recipient[];
  /** The step tells whoever is on call, and nobody is. */
  nobodyOnCall: boolean;
}

/** Each person once, for the first reason that fits; people in the order in which they are given. */
export function recipientsOf(
  step: Pick<EscalationStep, 'onCall' | 'roles'>,
  crew: readonly CrewMember[],
  onCallId: string | null,
): Recipients {
  const onCall = step.onCall ? crew.find(({ id }) => id === onCallId) : undefined;
  const told: Recipient[] = onCall ? [{ id: onCall.id, name: onCall.name, as: 'on call' }] : [];
  for (const { id, name, roles } of crew) {
    const role = step.roles.find((one) => roles.includes(one));
    if (role !== undefined && id !== onCall?.id) told.push({ id, name, as: ROLES[role].label.toLowerCase() });
  }
  return { told, nobodyOnCall: step.onCall && onCall === undefined };
}
