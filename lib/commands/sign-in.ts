// sign-in: e-mail, password and one-use code for a session; failures are remembered and limited.
import { createHash } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { PASSWORD_HASHING, SESSION, SIGN_IN_LIMIT } from '#lib/catalog/session-policy.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { totpCounter } from '#lib/rules/totp.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { personByEmail, type StoredPerson } from '#lib/store/people.ts';
import { open } from '#lib/store/secret-box.ts';
import {
  consumeTotp,
  failedAttempts,
  lockSubject,
  openSession,
  recentTotpCounters,
  recordFailedAttempt,
} from '#lib/store/sessions.ts';
import type { Command } from '#lib/write/command.ts';

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
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
});

type Input = z.output<typeof input>;

interface State {
  person: StoredPerson | undefined;
  passwordRight: boolean;
  subjects: readonly string[];
  failed: readonly number[];
  /** Counters of codes this person has used lately: each counts once. */
  usedCounters: readonly number[];
}

type Next =
  | {
      kind: 'open';
      personId: string;
      counter: number | null;
      sessionId: string;
      userAgent: string | null;
      address: string | null;
    }
  | { kind: 'remember'; subjects: readonly string[] };

/** `sessionId` is null when e-mail, password or code is wrong: which one is not said. */
export interface SignInAnswer {
  sessionId: string | null;
  personId: string | null;
  name: string | null;
  email: string | null;
}

const REFUSED: SignInAnswer = { sessionId: null, personId: null, name: null, email: null };

// Checked when nobody has that address, so that known and unknown addresses take the same time.
const dummyHash = hash('no password is this one', PASSWORD_HASHING);

function subjectsOf({ email, address }: Input): string[] {
  const digest = (kind: string, text: string) => createHash('sha256').update(`${kind}:${text}`).digest('hex');
  return [digest('email', email), ...(address ? [digest('address', address)] : [])];
}

export const signIn: Command<
  Input,
  { person: StoredPerson | undefined; passwordRight: boolean },
  State,
  Next,
  SignInAnswer
> = {
  name: 'sign-in',
  input,
  remembered: false,
  prepare: async ({ email, password }) => {
    const person = await personByEmail(database(), email);
    const right = await verify(person?.passwordHash ?? (await dummyHash), password);
    return { person, passwordRight: right && person?.passwordHash != null };
  },
  load: async (tx, typed, _actor, { person, passwordRight }) => {
    const subjects = subjectsOf(typed);
    await lockSubject(tx, subjects[0] ?? '');
    const failed = await failedAttempts(tx, subjects, SIGN_IN_LIMIT.windowSeconds);
    const usedCounters = person ? await recentTotpCounters(tx, person.id) : [];
    return { state: { person, passwordRight, subjects, failed, usedCounters }, now: await databaseNow(tx) };
  },
  decide: ({ person, passwordRight, subjects, failed, usedCounters }, typed, _actor, { now, id }) => {
    const [byEmail = 0, byAddress = 0] = failed;
    if (byEmail >= SIGN_IN_LIMIT.perEmail || byAddress >= SIGN_IN_LIMIT.perAddress) {
      return fail(
        'rate_limited',
        'Too many wrong attempts. Wait 15 minutes, or ask a super admin to let you in.',
        {
          retryAfterSeconds: SIGN_IN_LIMIT.windowSeconds,
        },
      );
    }
    const counter = person?.totpSecret ? totpCounter(open('totp', person.totpSecret), typed.totp, now) : null;
    const codeRight = person?.totpSecret ? counter !== null && !usedCounters.includes(counter) : true;
    if (!person || !passwordRight || !codeRight || person.disabled) {
      return ok({ next: { kind: 'remember', subjects }, events: [], effects: [], answer: REFUSED });
    }
    return ok({
      next: {
        kind: 'open',
        personId: person.id,
        counter,
        sessionId: id,
        userAgent: typed.userAgent,
        address: typed.address,
      },
      events: [{ kind: 'session.opened', subject: person.email, details: { personId: person.id } }],
      effects: [],
      by: { kind: 'person', id: person.id, name: person.name },
      answer: { sessionId: id, personId: person.id, name: person.name, email: person.email },
    });
  },
  save: async (tx, next) => {
    if (next.kind === 'remember') {
      await recordFailedAttempt(tx, next.subjects);
      return true;
    }
    if (next.counter !== null && !(await consumeTotp(tx, next.personId, next.counter))) return false;
    await openSession(tx, {
      id: next.sessionId,
      personId: next.personId,
      idleSeconds: SESSION.idleSeconds,
      absoluteSeconds: SESSION.absoluteSeconds,
      userAgent: next.userAgent,
      address: next.address,
    });
    return true;
  },
};
