// sign-in-with-oidc: somebody whom the identity provider vouches for gets a session; their groups say their roles.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Role } from '#lib/catalog/roles.ts';
import { emailAddress, place, shownName } from '#lib/commands/inputs.ts';
import { auditRoles, type RoleChange, rolesAtProvider } from '#lib/rules/access/people.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  changeRolesOf,
  createPerson,
  linkToProvider,
  lockPerson,
  type NewPerson,
  otherSuperAdmins,
  personByEmail,
  personBySubject,
  type StoredPerson,
} from '#lib/store/access/people.ts';
import { type NewSession, openSession, revokeSessionsOf } from '#lib/store/access/sessions.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { admitted, newSession, type SignInAnswer, sessionOpened } from './opened-session.ts';
import { sessionsMoved } from './person-state.ts';

const text = z.string().min(1).max(500);

const input = z.strictObject({
  issuer: text,
  subject: text,
  email: emailAddress,
  /** The provider has seen that the address is theirs. */
  emailVerified: z.boolean(),
  name: shownName('yourself'),
  groups: z.array(z.string().max(500)).max(2_000),
  /** Which groups give which roles here: the installation's configuration. */
  rolesOf: z.record(z.string(), z.array(z.string())),
  ...place,
});

type Input = z.output<typeof input>;

interface State {
  /** By the provider's subject, else by a verified address. */
  person: StoredPerson | undefined;
  lastSuperAdmin: boolean;
  /** For somebody who is not there yet. */
  newId: string;
}

interface Next {
  join: NewPerson | null;
  /** The person this is, when they have signed in with a password until now. */
  link: { person: StoredPerson; issuer: string; subject: string } | null;
  roles: { person: StoredPerson; change: RoleChange } | null;
  session: NewSession;
}

async function load(tx: Tx, { issuer, subject, email, emailVerified }: Input): Promise<Omit<State, 'newId'>> {
  const found =
    (await personBySubject(tx, issuer, subject)) ??
    (emailVerified ? await personByEmail(tx, email) : undefined);
  const person = found && (await lockPerson(tx, found.id));
  return { person, lastSuperAdmin: (await otherSuperAdmins(tx, person?.id ?? null)) === 0 };
}

export const signInWithOidc: Command<Input, string, State, Next, SignInAnswer> = {
  name: 'sign-in-with-oidc',
  input,
  body: null,
  remembered: false,
  prepare: async () => randomUUID(),
  load: async (tx, typed, _actor, newId) => ({
    state: { ...(await load(tx, typed)), newId },
    now: await databaseNow(tx),
  }),
  decide: ({ person, lastSuperAdmin, newId }, typed, _actor, { id }) => {
    const { issuer, subject, email, name, groups } = typed;
    const rolesOf = typed.rolesOf as Record<string, readonly Role[]>;
    const roles = rolesAtProvider(groups, rolesOf, person?.roles ?? [], lastSuperAdmin);
    if (person?.disabled)
      return fail('unauthenticated', 'This account is disabled here. Ask a super admin.', {
        why: 'disabled',
      });
    if (roles.length === 0) {
      return fail('unauthenticated', 'None of your groups at the identity provider gives you a role here.', {
        why: 'no_role',
      });
    }
    if (!person && !typed.emailVerified) {
      return fail('unauthenticated', 'The identity provider has not verified your e-mail address yet.', {
        why: 'unverified',
      });
    }
    const who = person ?? { id: newId, email, name };
    const change = person && changeOf(person, roles);
    const moved = change !== undefined && change !== null;
    return ok({
      next: {
        join: person ? null : newcomer(who.id, typed, roles),
        link: person && !person.external ? { person, issuer, subject } : null,
        roles: person && moved ? { person, change } : null,
        session: newSession(id, who.id, 'oidc', false, typed),
      },
      events: [
        ...arrivals(person, who, roles, issuer, change ?? null),
        sessionOpened(who, 'oidc', typed.address),
      ],
      effects: moved && change.removed.length > 0 ? [sessionsMoved(who.id)] : [],
      by: { kind: 'person', id: who.id, name: who.name },
      answer: admitted(who, id, typed.browser),
    });
  },
  save: async (tx, { join, link, roles, session }) => {
    if (join && !(await createPerson(tx, join))) return false;
    if (link && !(await linkToProvider(tx, link.person, link.issuer, link.subject))) return false;
    if (roles) {
      // Linking has counted the person's version up by one.
      const person = link ? { ...roles.person, version: roles.person.version + 1 } : roles.person;
      if (!(await changeRolesOf(tx, person, roles.change, null))) return false;
      if (roles.change.removed.length > 0) await revokeSessionsOf(tx, person.id, null);
    }
    await openSession(tx, session);
    return true;
  },
};

function changeOf(person: StoredPerson, roles: readonly Role[]): RoleChange | null {
  const added = roles.filter((role) => !person.roles.includes(role));
  const removed = person.roles.filter((role) => !roles.includes(role));
  return added.length + removed.length === 0 ? null : { added, removed };
}

function newcomer(id: string, { email, name, issuer, subject }: Input, roles: readonly Role[]): NewPerson {
  const signIn = { passwordHash: null, totpSecret: null, oidc: { issuer, subject }, grantedBy: null };
  return { id, email, name, roles, ...signIn };
}

/** What of the person the provider's word has changed. */
function arrivals(
  person: StoredPerson | undefined,
  who: { id: string; email: string },
  roles: readonly Role[],
  issuer: string,
  change: RoleChange | null,
): AuditEvent[] {
  const details = { personId: who.id, issuer };
  if (!person) {
    return [
      {
        kind: 'person.joined',
        subject: who.email,
        newValue: auditRoles(roles),
        details: { ...details, by: 'oidc' },
      },
    ];
  }
  return [
    ...(person.external ? [] : [{ kind: 'person.linked', subject: who.email, details }]),
    ...(change
      ? [
          {
            kind: 'person.roles_changed',
            subject: who.email,
            oldValue: auditRoles(person.roles),
            newValue: auditRoles(roles),
            reason: 'Groups at the identity provider',
            details,
          },
        ]
      : []),
  ];
}
