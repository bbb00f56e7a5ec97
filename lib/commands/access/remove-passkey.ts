// remove-passkey: a passkey that was lost, or is not used any more, opens nothing from now on.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { removePasskey as remove } from '#lib/store/access/passkeys.ts';
import type { Command } from '#lib/write/command.ts';
import { atScreen, loadOwn, mayDropFactor, type OwnState } from './own-account.ts';

const input = z.strictObject({ passkey: uuid });

export const removePasskey: Command<
  z.output<typeof input>,
  void,
  OwnState,
  { id: string; personId: string },
  ChangedAnswer
> = {
  name: 'remove-passkey',
  input,
  body: 'ChangedAnswer',
  load: (tx, _input, actor) => loadOwn(tx, actor),
  decide: (state, { passkey: id }, actor) => {
    const self = atScreen(state, actor);
    if (!self.ok) return self;
    const { person, passkeys } = self.value;
    const passkey = passkeys.find((one) => one.id === id);
    if (!passkey) return fail('not_found', 'You have no such passkey.');
    const allowed = mayDropFactor(self.value);
    if (!allowed.ok) return allowed;
    return ok({
      next: { id, personId: person.id },
      events: [
        {
          kind: 'factor.removed',
          subject: person.email,
          oldValue: 'passkey',
          details: { personId: person.id, passkeyId: id, name: passkey.name },
        },
      ],
      effects: [],
      answer: { changed: true },
    });
  },
  save: (tx, { id, personId }) => remove(tx, id, personId),
};
