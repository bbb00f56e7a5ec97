// disable-person: somebody is out at once: sessions, tokens and open links end with it.
import { z } from 'zod';
import { anyReason, personId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { decideDisabling } from '#lib/rules/access/people.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { withdrawLinksFor } from '#lib/store/access/one-time-links.ts';
import { type StoredPerson, setDisabled } from '#lib/store/access/people.ts';
import { revokeSessionsOf, revokeTokensOf } from '#lib/store/access/sessions.ts';
import type { Command } from '#lib/write/command.ts';
import { loadPerson, type PersonState, sessionsMoved } from './person-state.ts';

const input = z.strictObject({ person: personId, reason: anyReason });

export const disablePerson: Command<
  z.output<typeof input>,
  void,
  PersonState,
  { person: StoredPerson; at: Date },
  ChangedAnswer
> = {
  name: 'disable-person',
  input,
  body: 'ChangedAnswer',
  load: (tx, { person }) => loadPerson(tx, person),
  decide: ({ person, otherSuperAdmins }, { reason: rawReason }, actor, { now }) => {
    if (!person) return fail('not_found', 'There is no such person.');
    const reason = parseReason(rawReason, false);
    if (!reason.ok) return reason;
    const allowed = decideDisabling(actor, person, otherSuperAdmins);
    if (!allowed.ok) return allowed;
    if (person.disabled) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { person, at: now },
      events: [
        {
          kind: 'person.disabled',
          subject: person.email,
          oldValue: 'enabled',
          newValue: 'disabled',
          reason: reason.value,
          details: { personId: person.id },
        },
      ],
      effects: [sessionsMoved(person.id)],
      answer: { changed: true },
    });
  },
  save: async (tx, { person, at }) => {
    await revokeSessionsOf(tx, person.id, null);
    await revokeTokensOf(tx, person.id);
    await withdrawLinksFor(tx, person.email);
    return setDisabled(tx, person, at);
  },
};
