// rename-passkey: a passkey gets a name by which its owner knows it again.
import { z } from 'zod';
import { shownName, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { renamePasskey as rename } from '#lib/store/access/passkeys.ts';
import type { Command } from '#lib/write/command.ts';
import { loadOwn, type OwnState, oneself } from './own-account.ts';

const input = z.strictObject({ passkey: uuid, name: shownName('the passkey') });

interface Next {
  id: string;
  personId: string;
  name: string;
}

export const renamePasskey: Command<z.output<typeof input>, void, OwnState, Next, ChangedAnswer> = {
  name: 'rename-passkey',
  input,
  body: 'ChangedAnswer',
  load: (tx, _input, actor) => loadOwn(tx, actor),
  decide: (state, { passkey: id, name }, actor) => {
    const self = oneself(state, actor);
    if (!self.ok) return self;
    const { person, passkeys } = self.value;
    const passkey = passkeys.find((one) => one.id === id);
    if (!passkey) return fail('not_found', 'You have no such passkey.');
    if (passkey.name === name) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { id, personId: person.id, name },
      events: [
        {
          kind: 'factor.renamed',
          subject: person.email,
          oldValue: passkey.name,
          newValue: name,
          details: { personId: person.id, passkeyId: id },
        },
      ],
      effects: [],
      answer: { changed: true },
    });
  },
  save: (tx, { id, personId, name }) => rename(tx, id, personId, name),
};
