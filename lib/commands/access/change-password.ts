// change-password: a new password for the old one; every other session of the person ends.
import { hash, verify } from '@node-rs/argon2';
import { z } from 'zod';
import { PASSWORD_HASHING, STEP_UP_LIMIT } from '#lib/catalog/session-policy.ts';
import { newPassword } from '#lib/commands/inputs.ts';
import { checkPassword } from '#lib/rules/access/password.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import {
  attemptSubject,
  failedAttempts,
  lockSubject,
  recordFailedAttempt,
} from '#lib/store/access/attempts.ts';
import { personById, type StoredPerson, setPassword } from '#lib/store/access/people.ts';
import { revokeSessionsOf } from '#lib/store/access/sessions.ts';
import { database } from '#lib/store/client.ts';
import type { Command } from '#lib/write/command.ts';
import { knownPasswords } from './known-passwords.ts';
import { atScreen, loadOwn, type OwnState } from './own-account.ts';
import { sessionsMoved } from './person-state.ts';

const input = z.strictObject({
  current: z
    .string({ error: 'Type your current password.' })
    .max(4_000, 'That is not your current password.'),
  password: newPassword,
});

type Input = z.output<typeof input>;

interface Prepared {
  /** The hash the current password was compared with; null when it was wrong. */
  matched: string | null;
  password: Result<string>;
}

interface State extends OwnState, Prepared {
  failed: number;
}

type Next =
  | { kind: 'change'; person: StoredPerson; passwordHash: string; at: Date; keep: string }
  | { kind: 'remember'; subject: string };

/** `changed` false: the current password was wrong, which is counted. */
type Answer = { changed: boolean };

async function prepare({ current, password }: Input, actor: Actor): Promise<Prepared> {
  const person = actor.kind === 'person' ? await personById(database(), actor.id) : undefined;
  const stored = person?.passwordHash;
  const matched = stored && (await verify(stored, current)) ? stored : null;
  const checked = person
    ? checkPassword(password, person, await knownPasswords())
    : fail('forbidden', 'Only people have a password.');
  // Nobody makes us hash for a password they do not know.
  if (!checked.ok || matched === null) return { matched, password: checked.ok ? ok('') : checked };
  return { matched, password: ok(await hash(password, PASSWORD_HASHING)) };
}

export const changePassword: Command<Input, Prepared, State, Next, Answer> = {
  name: 'change-password',
  input,
  body: 'ChangedAnswer',
  remembered: false,
  prepare,
  load: async (tx, _input, actor, prepared) => {
    const subject = attemptSubject('step-up', actor.kind === 'person' ? actor.id : '');
    await lockSubject(tx, subject);
    const [failed = 0] = await failedAttempts(tx, [subject], STEP_UP_LIMIT.windowSeconds);
    const { state, now } = await loadOwn(tx, actor);
    return { state: { ...state, ...prepared, failed }, now };
  },
  decide: (state, typed, actor, { now }) => {
    const self = atScreen(state, actor);
    if (!self.ok) return self;
    const { person, actor: me } = self.value;
    if (person.passwordHash === null) {
      return fail(
        'rule_violated',
        'You sign in through the identity provider: your password is changed there.',
      );
    }
    if (state.failed >= STEP_UP_LIMIT.perPerson) {
      return fail('rate_limited', 'Too many wrong attempts. Wait 15 minutes, then try again.', {
        retryAfterSeconds: STEP_UP_LIMIT.windowSeconds,
      });
    }
    if (state.matched !== person.passwordHash) {
      const next = { kind: 'remember' as const, subject: attemptSubject('step-up', person.id) };
      return ok({ next, events: [], effects: [], answer: { changed: false } });
    }
    if (!state.password.ok) return state.password;
    if (typed.password === typed.current) {
      return fail('invalid_value', 'The new password is the old one. Choose another.');
    }
    return ok({
      next: {
        kind: 'change',
        person,
        passwordHash: state.password.value,
        at: now,
        keep: me.sessionId ?? '',
      },
      events: [{ kind: 'password.changed', subject: person.email, details: { personId: person.id } }],
      effects: [sessionsMoved(person.id)],
      answer: { changed: true },
    });
  },
  save: async (tx, next) => {
    if (next.kind === 'remember') {
      await recordFailedAttempt(tx, [next.subject]);
      return true;
    }
    await revokeSessionsOf(tx, next.person.id, next.keep || null);
    return setPassword(tx, next.person, next.passwordHash, next.at);
  },
};
