// sign-in: e-mail, password and one-use code for a session; failures are remembered and limited.
import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { PASSWORD_HASHING, SIGN_IN_LIMIT } from '#lib/catalog/session-policy.ts';
import { place } from '#lib/commands/inputs.ts';
import { totpCounter } from '#lib/rules/access/totp.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { noteFailedSignIn } from '#lib/store/access/access.ts';
import {
  attemptSubject,
  failedAttempts,
  lockSubject,
  recordFailedAttempt,
} from '#lib/store/access/attempts.ts';
import { passkeysOf } from '#lib/store/access/passkeys.ts';
import { lockPerson, personByEmail, type StoredPerson } from '#lib/store/access/people.ts';
import { open } from '#lib/store/access/secret-box.ts';
import { consumeTotp, type NewSession, openSession, recentTotpCounters } from '#lib/store/access/sessions.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import {
  admitted,
  knownBrowser,
  newSession,
  REFUSED,
  type SignInAnswer,
  sessionOpened,
} from './opened-session.ts';

const input = z.strictObject({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254, 'That e-mail address is too long.')
    .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'That is no e-mail address.'),
  password: z
    .string()
    .max(1_000, 'That password is too long.')
    .refine((text) => text.isWellFormed(), 'That is no password.'),
  totp: z.string().trim().max(20, 'The code has six digits.'),
  ...place,
});

type Input = z.output<typeof input>;

interface Prepared {
  person: StoredPerson | undefined;
  passwordRight: boolean;
  /** They have a passkey and no authenticator app: a password alone does not let them in. */
  passkeyOnly: boolean;
}

interface State extends Prepared {
  subjects: readonly string[];
  failed: readonly number[];
  /** Counters of codes this person has used lately: each counts once. */
  usedCounters: readonly number[];
}

type Next =
  | { kind: 'open'; counter: number | null; session: NewSession }
  | { kind: 'remember'; subjects: readonly string[]; address: string | null };

/** Asked for where nobody has that address: the same questions are put to the database. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

// Checked when nobody has that address, so that known and unknown addresses take the same time.
const dummyHash = hash('no password is this one', PASSWORD_HASHING);

/**
 * Whose budget of wrong attempts this one is taken from. A browser in which the person has signed in before has its own:
 * a stranger who tries passwords uses up that of the address and locks nobody out.
 */
function subjectsOf({ email, address, browser }: Input, person: StoredPerson | undefined): string[] {
  const known = person && knownBrowser(browser, person.id);
  const own = known === undefined ? attemptSubject('email', email) : attemptSubject('browser', known);
  return [own, ...(address ? [attemptSubject('address', address)] : [])];
}

export const signIn: Command<Input, Prepared, State, Next, SignInAnswer> = {
  name: 'sign-in',
  input,
  body: null,
  remembered: false,
  prepare: async ({ email, password }) => {
    const person = await personByEmail(database(), email);
    const right = await verify(person?.passwordHash ?? (await dummyHash), password);
    const passkeys = await passkeysOf(database(), person?.id ?? NOBODY);
    const passkeyOnly = passkeys.length > 0 && !person?.totpSecret;
    return { person, passwordRight: right && person?.passwordHash != null, passkeyOnly };
  },
  load: async (tx, typed, _actor, prepared) => {
    const subjects = subjectsOf(typed, prepared.person);
    await lockSubject(tx, subjects[0] ?? '');
    // As it is now: a password that a reset took away while its hash was being checked opens nothing.
    const person = await lockPerson(tx, prepared.person?.id ?? NOBODY);
    const passwordRight = prepared.passwordRight && person?.passwordHash === prepared.person?.passwordHash;
    const failed = await failedAttempts(tx, subjects, SIGN_IN_LIMIT.windowSeconds);
    const usedCounters = await recentTotpCounters(tx, person?.id ?? NOBODY);
    return {
      state: { ...prepared, person, passwordRight, subjects, failed, usedCounters },
      now: await databaseNow(tx),
    };
  },
  decide: (
    { person, passwordRight, passkeyOnly, subjects, failed, usedCounters },
    typed,
    _actor,
    { now, id },
  ) => {
    const [byOwn = 0, byAddress = 0] = failed;
    if (byOwn >= SIGN_IN_LIMIT.perEmail || byAddress >= SIGN_IN_LIMIT.perAddress) {
      return fail(
        'rate_limited',
        'Too many wrong attempts. Wait 15 minutes, use a passkey, or ask a super admin to let you in.',
        {
          retryAfterSeconds: SIGN_IN_LIMIT.windowSeconds,
        },
      );
    }
    const counter = person?.totpSecret ? totpCounter(open('totp', person.totpSecret), typed.totp, now) : null;
    const codeRight = person?.totpSecret ? counter !== null && !usedCounters.includes(counter) : !passkeyOnly;
    if (!person || !passwordRight || !codeRight || person.disabled) {
      return ok({
        next: { kind: 'remember', subjects, address: typed.address },
        events: [],
        effects: [],
        answer: REFUSED,
      });
    }
    return ok({
      next: {
        kind: 'open',
        counter,
        session: newSession(id, person.id, 'password', counter !== null, typed),
      },
      events: [sessionOpened(person, 'password', typed.address)],
      effects: [],
      by: { kind: 'person', id: person.id, name: person.name },
      answer: admitted(person, id, typed.browser),
    });
  },
  save: async (tx, next, state) => {
    if (next.kind === 'remember') {
      await recordFailedAttempt(tx, next.subjects);
      await noteFailedSignIn(tx, state, next.address);
      return true;
    }
    const { counter, session } = next;
    if (counter !== null && !(await consumeTotp(tx, session.personId, counter))) return false;
    await openSession(tx, session);
    return true;
  },
};
