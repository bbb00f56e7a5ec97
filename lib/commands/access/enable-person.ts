// enable-person: somebody who was disabled may sign in again, with what they had; tokens and sessions stay ended.
import { z } from 'zod';
import { anyReason, personId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type StoredPerson, setDisabled } from '#lib/store/access/people.ts';
import type { Command } from '#lib/write/command.ts';
import { loadPerson, type PersonState } from './person-state.ts';

const input = z.strictObject({ person: personId, reason: anyReason });

export const enablePerson: Command<z.output<typeof input>, void, PersonState, StoredPerson, ChangedAnswer> = {
  name: 'enable-person',
  input,
  body: 'ChangedAnswer',
  load: (tx, { person }) => loadPerson(tx, person),
  decide: ({ person }, { reason: rawReason }) => {
    if (!person) return fail('not_found', 'There is no such person.');
    const reason = parseReason(rawReason, false);
    if (!reason.ok) return reason;
    if (!person.disabled) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: person,
      events: [
        {
          kind: 'person.enabled',
          subject: person.email,
          oldValue: 'disabled',
          newValue: 'enabled',
          reason: reason.value,
          details: { personId: person.id },
        },
      ],
      effects: [],
      answer: { changed: true },
    });
  },
  save: (tx, person) => setDisabled(tx, person, null),
};
