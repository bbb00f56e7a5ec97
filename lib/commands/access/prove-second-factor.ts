// prove-second-factor: a session that began at the identity provider shows that the person has their second factor too.
// The step-up that execute() asks for is the proof; it marks the session.
import { z } from 'zod';
import type { ProvenAnswer } from '#lib/contract/access.ts';
import { ok } from '#lib/rules/result.ts';
import type { Command } from '#lib/write/command.ts';
import { atScreen, loadOwn, type OwnState } from './own-account.ts';

const input = z.strictObject({});

export const proveSecondFactor: Command<z.output<typeof input>, void, OwnState, true, ProvenAnswer> = {
  name: 'prove-second-factor',
  input,
  body: 'ProvenAnswer',
  remembered: false,
  load: (tx, _input, actor) => loadOwn(tx, actor),
  decide: (state, _input, actor) => {
    const self = atScreen(state, actor);
    if (!self.ok) return self;
    const { person } = self.value;
    return ok({
      next: true,
      events: [{ kind: 'session.proven', subject: person.email, details: { personId: person.id } }],
      effects: [],
      answer: { proven: true },
    });
  },
  save: async () => true,
};
