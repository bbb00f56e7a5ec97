// How a command ended, for somebody who never heard the answer: asked by its name and Idempotency-Key.
import { z } from 'zod';
import type { OutcomeBody } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { keptAnswer } from '#lib/store/idempotency.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import { idempotencyKey, name } from './query.ts';
import type { Read } from './read.ts';

const input = z.strictObject({
  command: name.meta({ description: 'Name of the command.', examples: ['set-switch'] }),
  key: idempotencyKey.describe('The Idempotency-Key it was sent with.'),
});

/** Only the actor who sent the command may ask. `not_found` means: it had no effect. */
export const readOutcome: Read<z.output<typeof input>, OutcomeBody> = {
  action: 'read-outcome',
  body: 'OutcomeBody',
  input,
  run: async (tx, { command, key }, actor) => {
    const answer = await keptAnswer(tx, `${actor.kind}:${auditActor(actor).id}`, command, key);
    return answer === undefined
      ? fail(
          'not_found',
          'No committed answer has this key: the command had no effect. Send it again if it is still wanted.',
        )
      : ok({ answer });
  },
};
