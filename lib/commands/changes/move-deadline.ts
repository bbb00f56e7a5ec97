// move-deadline: another time or another owner for a temporary value or a loosened control.
import { z } from 'zod';
import { anyReason, changeTerms, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { deadlineTime } from '#lib/rules/changes/deadline.ts';
import { mayChange } from '#lib/rules/may.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { activePerson } from '#lib/store/access/people.ts';
import {
  lockDeadline,
  moveDeadline as move,
  type StoredDeadline,
} from '#lib/store/changes/value-deadlines.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({
  deadlineId: uuid,
  until: changeTerms.until.unwrap(),
  owner: changeTerms.owner,
  reason: anyReason,
});

interface State {
  deadline: StoredDeadline | undefined;
  owner: { id: string; name: string } | null | undefined;
}

interface Next {
  deadline: StoredDeadline;
  until: Date;
  owner: { id: string; name: string };
}

export const moveDeadline: Command<z.output<typeof input>, void, State, Next, ChangedAnswer> = {
  name: 'move-deadline',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { deadlineId, owner }) => {
    const deadline = await lockDeadline(tx, deadlineId);
    const named = owner === undefined ? undefined : await activePerson(tx, owner);
    return { state: { deadline, owner: named }, now: await databaseNow(tx) };
  },
  decide: ({ deadline, owner: named }, asked, actor, moment) => {
    if (!deadline) return fail('not_found', 'There is no such deadline any more: the value has changed.');
    const allowed = mayChange(actor, deadline.switch);
    if (!allowed.ok) return allowed;
    if (named === null) {
      return fail('invalid_input', 'owner: there is no such person, or they are disabled. Name another.');
    }
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const until = deadlineTime(asked.until, moment.now);
    if (!until.ok) return until;
    const owner = named ?? deadline.owner;
    if (owner.id === deadline.owner.id && until.value.getTime() === deadline.until.getTime()) {
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    }
    return ok({
      next: { deadline, until: until.value, owner },
      events: [
        {
          kind: 'deadline.moved',
          subject: deadline.switch,
          symbol: deadline.symbol,
          oldValue: `${deadline.until.toISOString()}, ${deadline.owner.name}`,
          newValue: `${until.value.toISOString()}, ${owner.name}`,
          reason: reason.value,
        },
      ],
      effects: [
        {
          kind: 'job',
          task: 'note-deadline',
          payload: { changeSetId: deadline.changeSetId },
          runAt: until.value,
          jobKey: null,
        },
        { kind: 'notify', channel: 'bulkhead_console', payload: 'deadline' },
      ],
      answer: { changed: true },
    });
  },
  save: (tx, { deadline, until, owner }) => move(tx, deadline, until, owner),
};
