// remove-contact: an emergency contact goes from the list; the log keeps what it was.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { deleteContact, lockContacts, type StoredContact } from '#lib/store/alerts/contacts.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { expectedVersion, ON_CALL_NOTICE } from './on-call-inputs.ts';
import { contactWords } from './set-contact.ts';

const input = z.strictObject({ id: uuid, version: expectedVersion });

export const removeContact: Command<
  z.output<typeof input>,
  void,
  StoredContact | undefined,
  StoredContact,
  ChangedAnswer
> = {
  name: 'remove-contact',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { id }) => ({
    state: (await lockContacts(tx)).find((one) => one.id === id),
    now: await databaseNow(tx),
  }),
  decide: (found, { version }) => {
    if (!found) return fail('not_found', 'There is no such contact: somebody removed it.');
    if (found.version !== version)
      return fail('conflict', `Somebody changed this contact meanwhile: ${contactWords(found)}. Look again.`);
    return ok({
      next: found,
      events: [
        {
          ...{ kind: 'contact.removed', subject: found.name, oldValue: contactWords(found) },
          details: { contactId: found.id },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: deleteContact,
};
