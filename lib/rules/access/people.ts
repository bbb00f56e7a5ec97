// Who may do what to whose access: nobody to themselves, and the last super admin stays; pure.
import { ROLES, type Role } from '#lib/catalog/roles.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** What the rules ask of a person. */
export interface Subject {
  id: string;
  name: string;
  roles: readonly Role[];
  disabled: boolean;
  /** Signs in through the identity provider, which also says the roles. */
  external: boolean;
}

export interface RoleChange {
  added: readonly Role[];
  removed: readonly Role[];
}

/** A key or token counts as its owner: nobody decides on themselves through one. */
function isOneself(actor: Actor, subject: Subject): boolean {
  if (actor.kind === 'service') return actor.ownerId === subject.id;
  return actor.kind === 'person' && actor.id === subject.id;
}

/** Roles as the audit log has them, in the catalogue's order: "super_admin, auditor". */
export function auditRoles(roles: readonly Role[]): string {
  return (Object.keys(ROLES) as Role[]).filter((role) => roles.includes(role)).join(', ');
}

/** What changes, null when nothing does. `otherSuperAdmins` are not disabled, and not this person. */
export function decideRoles(
  actor: Actor,
  subject: Subject,
  wanted: readonly Role[],
  otherSuperAdmins: number,
): Result<RoleChange | null> {
  if (isOneself(actor, subject)) {
    return fail('forbidden', 'Nobody changes their own roles: ask another super admin.');
  }
  if (subject.external) {
    return fail(
      'rule_violated',
      `The roles of ${subject.name} come from groups at the identity provider. Change the groups; it counts at their next sign-in.`,
    );
  }
  const added = wanted.filter((role) => !subject.roles.includes(role));
  const removed = subject.roles.filter((role) => !wanted.includes(role));
  if (removed.includes('super_admin') && !subject.disabled && otherSuperAdmins === 0) return lastOne(subject);
  return ok(added.length + removed.length === 0 ? null : { added, removed });
}

/** Whether this person may be disabled by the actor. */
export function decideDisabling(actor: Actor, subject: Subject, otherSuperAdmins: number): Result<true> {
  if (isOneself(actor, subject)) {
    return fail('forbidden', 'Nobody disables themselves: ask another super admin.');
  }
  if (subject.roles.includes('super_admin') && !subject.disabled && otherSuperAdmins === 0)
    return lastOne(subject);
  return ok(true);
}

/** Whether the actor may set up this person's sign-in anew. */
export function decideReset(actor: Actor, subject: Subject): Result<true> {
  if (isOneself(actor, subject)) {
    return fail('forbidden', 'Nobody resets their own second factor: ask another super admin.');
  }
  if (subject.disabled) return fail('rule_violated', `${subject.name} is disabled. Enable them first.`);
  return ok(true);
}

/**
 * Roles by the groups of an identity provider, in the catalogue's order. `lastSuperAdmin` keeps that role whatever the
 * groups say: an empty group must not lock everybody out.
 */
export function rolesAtProvider(
  groups: readonly string[],
  rolesOf: Readonly<Record<string, readonly Role[]>>,
  current: readonly Role[],
  lastSuperAdmin: boolean,
): Role[] {
  const given = new Set<Role>(
    groups.flatMap((group) => (Object.hasOwn(rolesOf, group) ? (rolesOf[group] ?? []) : [])),
  );
  if (lastSuperAdmin && current.includes('super_admin')) given.add('super_admin');
  return (Object.keys(ROLES) as Role[]).filter((role) => given.has(role));
}

function lastOne(subject: Subject): Result<never> {
  return fail(
    'rule_violated',
    `${subject.name} is the last super admin. Make somebody else one first: without one nobody could let people in.`,
  );
}
