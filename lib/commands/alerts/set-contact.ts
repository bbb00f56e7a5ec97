// set-contact: an emergency contact is added, or changed as it was seen.
import { z } from 'zod';
import { MOST_CONTACTS } from '#lib/catalog/on-call.ts';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  type ContactFields,
  insertContact,
  lockContacts,
  type StoredContact,
  updateContact,
} from '#lib/store/alerts/contacts.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { inputHash } from '#lib/write/canonical.ts';
import type { Command } from '#lib/write/command.ts';
import { contactFields, expectedVersion, ON_CALL_NOTICE } from './on-call-inputs.ts';

const input = z.strictObject({
  existing: z
    .strictObject({ id: uuid, version: expectedVersion })
    .optional()
    .describe('The contact to change; a new one is added without it.'),
  ...contactFields,
});

type Next =
  | { added: string; fields: ContactFields; at: Date }
  | { before: StoredContact; fields: ContactFields };

/** How a contact stands in the log. */
export function contactWords({ severity, name, phone, slack, email }: ContactFields): string {
  return [severity, name, phone, slack, email].filter((part) => part !== null).join(', ');
}

export const setContact: Command<z.output<typeof input>, void, StoredContact[], Next, ChangedAnswer> = {
  name: 'set-contact',
  input,
  body: 'ChangedAnswer',
  load: async (tx) => ({ state: await lockContacts(tx), now: await databaseNow(tx) }),
  decide: (contacts, { existing, ...fields }, _actor, { id, now }) => {
    if (!existing) {
      if (contacts.length >= MOST_CONTACTS)
        return fail('conflict', `There are ${MOST_CONTACTS} contacts: remove one first.`);
      return ok({
        next: { added: id, fields, at: now },
        events: [
          {
            kind: 'contact.added',
            subject: fields.name,
            newValue: contactWords(fields),
            details: { contactId: id },
          },
        ],
        effects: [ON_CALL_NOTICE],
        answer: { changed: true },
      });
    }
    const before = contacts.find((one) => one.id === existing.id);
    if (!before) return fail('not_found', 'There is no such contact: somebody removed it.');
    if (before.version !== existing.version)
      return fail(
        'conflict',
        `Somebody changed this contact meanwhile: ${contactWords(before)}. Look again.`,
      );
    const { id: _id, version: _version, ...were } = before;
    if (inputHash(were) === inputHash(fields))
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { before, fields },
      events: [
        {
          ...{ kind: 'contact.changed', subject: fields.name, details: { contactId: before.id } },
          ...{ oldValue: contactWords(before), newValue: contactWords(fields) },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, next) => {
    if ('before' in next) return updateContact(tx, next.before, next.fields);
    await insertContact(tx, next.added, next.fields, next.at);
    return true;
  },
};
