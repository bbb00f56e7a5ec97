// revoke-session: ends one of the person's own sessions, or all but the one they are in.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { EndedSessionsAnswer } from '#lib/contract/access.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type LiveSession, liveSessionsOf, revokeSession as revoke } from '#lib/store/access/sessions.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { sessionsMoved } from './person-state.ts';

const input = z.strictObject({
  session: z.union([uuid, z.literal('others')], { error: 'Name a session by its id, or say "others".' }),
});

export const revokeSession: Command<
  z.output<typeof input>,
  void,
  readonly LiveSession[],
  readonly string[],
  EndedSessionsAnswer
> = {
  name: 'revoke-session',
  input,
  body: 'EndedSessionsAnswer',
  load: async (tx, _input, actor) => ({
    state: actor.kind === 'person' ? await liveSessionsOf(tx, actor.id) : [],
    now: await databaseNow(tx),
  }),
  decide: (sessions, { session }, actor) => {
    if (actor.kind !== 'person') return fail('forbidden', 'Only people have sessions.');
    const ended = sessions
      .map(({ id }) => id)
      .filter((id) => (session === 'others' ? id !== actor.sessionId : id === session));
    if (ended.length === 0) {
      return session === 'others'
        ? ok({ next: null, events: [], effects: [], answer: { ended: 0 } })
        : fail('not_found', 'You have no such session: it may be over already.');
    }
    return ok({
      next: ended,
      events: ended.map((id) => ({
        kind: 'session.revoked',
        subject: actor.email,
        details: { personId: actor.id, sessionId: id },
      })),
      effects: [sessionsMoved(actor.id)],
      answer: { ended: ended.length },
    });
  },
  save: async (tx, ids) => {
    // One that ended by itself meanwhile is as good.
    for (const id of ids) await revoke(tx, id);
    return true;
  },
};
