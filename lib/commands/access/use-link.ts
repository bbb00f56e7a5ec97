// use-link: whoever holds a one-time link chooses a password: as somebody new, as the first super admin, or after a reset.
import { hash } from '@node-rs/argon2';
import { z } from 'zod';
import { PASSWORD_HASHING } from '#lib/catalog/session-policy.ts';
import { emailAddress, linkText, newPassword, shownName } from '#lib/commands/inputs.ts';
import type { UsedLinkAnswer } from '#lib/contract/access.ts';
import { checkPassword } from '#lib/rules/access/password.ts';
import { auditRoles } from '#lib/rules/access/people.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { linkByHash, lockLink, type StoredLink, spendLink } from '#lib/store/access/one-time-links.ts';
import {
  createPerson,
  lockPerson,
  type NewPerson,
  otherSuperAdmins,
  personByEmail,
  type StoredPerson,
  setPassword,
} from '#lib/store/access/people.ts';
import { tokenHash } from '#lib/store/access/sessions.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { knownPasswords } from './known-passwords.ts';
import { openLink } from './open-link.ts';

const input = z.strictObject({
  link: linkText,
  password: newPassword,
  /** Asked for where the link names nobody: the first super admin. */
  email: emailAddress.optional(),
  name: shownName('yourself').optional(),
});

type Input = z.output<typeof input>;

interface Prepared {
  linkId: string | undefined;
  password: Result<string>;
}

interface State {
  link: StoredLink | undefined;
  password: Result<string>;
  /** Whose sign-in a reset sets up anew. */
  person: StoredPerson | undefined;
  /** Somebody has this address by now. */
  taken: boolean;
  superAdmins: number;
}

type Next =
  | { kind: 'join'; linkId: string; person: NewPerson }
  | { kind: 'reset'; linkId: string; person: StoredPerson; passwordHash: string; at: Date };

/** The hash of a password that is taken; nothing is hashed for a link that does not exist. */
async function passwordFor(link: StoredLink | undefined, typed: Input): Promise<Result<string>> {
  const owner = { email: link?.email ?? typed.email ?? '', name: link?.name ?? typed.name ?? '' };
  const checked = link
    ? checkPassword(typed.password, owner, await knownPasswords())
    : fail('not_found', 'There is no such link.');
  return checked.ok ? ok(await hash(typed.password, PASSWORD_HASHING)) : checked;
}

export const useLink: Command<Input, Prepared, State, Next, UsedLinkAnswer> = {
  name: 'use-link',
  input,
  body: 'UsedLinkAnswer',
  remembered: false,
  prepare: async (typed) => {
    const link = await linkByHash(database(), tokenHash(typed.link));
    return { linkId: link?.id, password: await passwordFor(link, typed) };
  },
  load: async (tx, { email }, _actor, { linkId, password }) => {
    const link = linkId === undefined ? undefined : await lockLink(tx, linkId);
    const address = link?.email ?? email;
    const state: State = {
      link,
      password,
      person: link?.personId ? await lockPerson(tx, link.personId) : undefined,
      taken: address !== undefined && (await personByEmail(tx, address)) !== undefined,
      superAdmins: await otherSuperAdmins(tx, null),
    };
    return { state, now: await databaseNow(tx) };
  },
  decide: (state, typed, _actor, { now, id }) => {
    const opened = openLink(state.link, now);
    if (!opened.ok) return opened;
    if (!state.password.ok) return state.password;
    const link = opened.value;
    if (link.kind === 'reset') return reset(state, link, state.password.value, now);
    const [email, name] = [link.email ?? typed.email, link.name ?? typed.name];
    if (email === undefined || name === undefined) {
      return fail('invalid_input', 'Give your name and your e-mail address.');
    }
    if (link.kind === 'first_run' && state.superAdmins > 0) {
      return fail('rule_violated', 'This installation has a super admin by now: ask them to invite you.');
    }
    if (state.taken) return fail('conflict', `${email} has an account already: sign in with it.`);
    return ok({
      next: {
        kind: 'join',
        linkId: link.id,
        person: {
          ...{ id, email, name, roles: link.roles, passwordHash: state.password.value },
          ...{ totpSecret: null, oidc: null, grantedBy: link.issuedBy },
        },
      },
      events: [
        {
          kind: 'person.joined',
          subject: email,
          newValue: auditRoles(link.roles),
          details: { personId: id, linkId: link.id, by: link.kind },
        },
      ],
      effects: [],
      by: { kind: 'person', id, name },
      answer: { email },
    });
  },
  save: async (tx, next) => {
    if (next.kind === 'reset') {
      const { linkId, person, passwordHash, at } = next;
      return (await setPassword(tx, person, passwordHash, at)) && (await spendLink(tx, linkId, person.id));
    }
    return (await createPerson(tx, next.person)) && (await spendLink(tx, next.linkId, next.person.id));
  },
};

function reset({ person }: State, link: StoredLink, passwordHash: string, at: Date) {
  if (!person || person.disabled || person.external) {
    return fail('not_found', 'This account does not sign in with a password now. Ask a super admin.');
  }
  return ok({
    next: { kind: 'reset' as const, linkId: link.id, person, passwordHash, at },
    events: [
      { kind: 'password.set', subject: person.email, details: { personId: person.id, linkId: link.id } },
    ],
    effects: [],
    by: { kind: 'person' as const, id: person.id, name: person.name },
    answer: { email: person.email },
  });
}
