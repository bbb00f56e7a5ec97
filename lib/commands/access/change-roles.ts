// change-roles: what a person may do from their next request on; losing a role ends their sessions.
import { z } from 'zod';
import { anyReason, personId, roleList } from '#lib/commands/inputs.ts';
import type { ChangedRolesAnswer } from '#lib/contract/access.ts';
import { auditRoles, decideRoles, type RoleChange } from '#lib/rules/access/people.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { changeRolesOf, type StoredPerson } from '#lib/store/access/people.ts';
import { revokeSessionsOf } from '#lib/store/access/sessions.ts';
import type { Command } from '#lib/write/command.ts';
import { loadPerson, type PersonState, sessionsMoved } from './person-state.ts';

const input = z.strictObject({ person: personId, roles: roleList, reason: anyReason });

interface Next {
  person: StoredPerson;
  change: RoleChange;
}

export const changeRoles: Command<z.output<typeof input>, void, PersonState, Next, ChangedRolesAnswer> = {
  name: 'change-roles',
  input,
  body: 'ChangedRolesAnswer',
  load: (tx, { person }) => loadPerson(tx, person),
  decide: ({ person, otherSuperAdmins }, { roles, reason: rawReason }, actor) => {
    if (!person) return fail('not_found', 'There is no such person.');
    const reason = parseReason(rawReason, false);
    if (!reason.ok) return reason;
    const change = decideRoles(actor, person, roles, otherSuperAdmins);
    if (!change.ok) return change;
    if (change.value === null) {
      return ok({ next: null, events: [], effects: [], answer: { changed: false, signedOut: false } });
    }
    const signedOut = change.value.removed.length > 0;
    return ok({
      next: { person, change: change.value },
      events: [
        {
          kind: 'person.roles_changed',
          subject: person.email,
          oldValue: auditRoles(person.roles),
          newValue: auditRoles(roles),
          reason: reason.value,
          details: { personId: person.id, signedOut },
        },
      ],
      effects: [sessionsMoved(person.id)],
      answer: { changed: true, signedOut },
    });
  },
  save: async (tx, { person, change }, _state, actor) => {
    if (change.removed.length > 0) await revokeSessionsOf(tx, person.id, null);
    return changeRolesOf(tx, person, change, actor.kind === 'person' ? actor.id : null);
  },
};
