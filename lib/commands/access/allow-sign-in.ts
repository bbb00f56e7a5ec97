// allow-sign-in: forgets the wrong attempts of somebody's address, so that they need not wait for the limit to pass.
import { z } from 'zod';
import { SIGN_IN_LIMIT } from '#lib/catalog/session-policy.ts';
import { personId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { attemptSubject, failedAttempts, forgetAttempts } from '#lib/store/access/attempts.ts';
import type { Command } from '#lib/write/command.ts';
import { loadPerson, type PersonState } from './person-state.ts';

const input = z.strictObject({ person: personId });

interface State extends PersonState {
  attempts: number;
}

/** What is counted for a person: their address at sign-in, and their proofs. */
function subjectsOf(person: { id: string; email: string }): string[] {
  return [attemptSubject('email', person.email), attemptSubject('step-up', person.id)];
}

export const allowSignIn: Command<z.output<typeof input>, void, State, readonly string[], ChangedAnswer> = {
  name: 'allow-sign-in',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { person: id }) => {
    const { state, now } = await loadPerson(tx, id);
    const subjects = state.person ? subjectsOf(state.person) : [];
    const counts = await failedAttempts(tx, subjects, SIGN_IN_LIMIT.windowSeconds);
    return { state: { ...state, attempts: counts.reduce((sum, count) => sum + count, 0) }, now };
  },
  decide: ({ person, attempts }) => {
    if (!person) return fail('not_found', 'There is no such person.');
    if (attempts === 0) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: subjectsOf(person),
      events: [
        {
          kind: 'person.sign_in_allowed',
          subject: person.email,
          details: { personId: person.id, forgottenAttempts: attempts },
        },
      ],
      effects: [],
      answer: { changed: true },
    });
  },
  save: async (tx, subjects) => (await forgetAttempts(tx, subjects)) > 0,
};
