// remove-totp: the authenticator app is no second factor any more.
import { z } from 'zod';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import { type StoredPerson, setTotp } from '#lib/store/access/people.ts';
import type { Command } from '#lib/write/command.ts';
import { atScreen, loadOwn, mayDropFactor, type OwnState } from './own-account.ts';

const input = z.strictObject({});

export const removeTotp: Command<z.output<typeof input>, void, OwnState, StoredPerson, ChangedAnswer> = {
  name: 'remove-totp',
  input,
  body: 'ChangedAnswer',
  load: (tx, _input, actor) => loadOwn(tx, actor),
  decide: (state, _input, actor) => {
    const self = atScreen(state, actor);
    if (!self.ok) return self;
    const { person } = self.value;
    if (!person.totpSecret) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    const allowed = mayDropFactor(self.value);
    if (!allowed.ok) return allowed;
    return ok({
      next: person,
      events: [
        {
          kind: 'factor.removed',
          subject: person.email,
          oldValue: 'authenticator app',
          details: { personId: person.id },
        },
      ],
      effects: [],
      answer: { changed: true },
    });
  },
  save: (tx, person) => setTotp(tx, person, null),
};
