// sign-out: ends the session of the request; its cookie is worth nothing afterwards.
import { z } from 'zod';
import type { SignedOutAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { revokeSession } from '#lib/store/access/sessions.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({});

export const signOut: Command<z.output<typeof input>, void, null, { sessionId: string }, SignedOutAnswer> = {
  name: 'sign-out',
  input,
  body: 'SignedOutAnswer',
  load: async (tx) => ({ state: null, now: await databaseNow(tx) }),
  decide: (_state, _input, actor) => {
    if (actor.kind !== 'person' || !actor.sessionId) {
      return fail('invalid_input', 'Only a browser session can sign out. Revoke a token instead.');
    }
    return ok({
      next: { sessionId: actor.sessionId },
      events: [{ kind: 'session.closed', subject: actor.email, details: { personId: actor.id } }],
      effects: [{ kind: 'notify', channel: 'bulkhead_sessions', payload: actor.id }],
      answer: { signedOut: true },
    });
  },
  save: (tx, { sessionId }) => revokeSession(tx, sessionId),
};
