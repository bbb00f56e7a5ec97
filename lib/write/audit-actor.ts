// Whom the audit log names for an actor.
import type { Actor } from '#lib/rules/actor.ts';
import type { AuditActor } from '#lib/store/audit/audit.ts';

/** A key or token is named as itself; separation of duty looks at its owner. */
export function auditActor(actor: Actor): AuditActor {
  return actor.kind === 'anonymous'
    ? { kind: 'anonymous', id: 'anonymous', name: 'Not signed in' }
    : { kind: actor.kind, id: actor.id, name: actor.name };
}
