// set-rota: who takes turns on call, in which shifts, by the clock of which place. It holds from now; earlier ones stay on record.
import { z } from 'zod';
import { anyReason, storableText } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import type { CrewMember } from '#lib/rules/alerts/chain-recipients.ts';
import type { Rota, Shift } from '#lib/rules/alerts/rota.ts';
import { isTimeZone } from '#lib/rules/alerts/zone-time.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import {
  crewOf,
  currentRota,
  insertRota,
  lockRota,
  mayBeOnCall,
  type StoredRota,
} from '#lib/store/alerts/rota.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { inputHash } from '#lib/write/canonical.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { calendarDay, ON_CALL_NOTICE, shiftList } from './on-call-inputs.ts';

const ZONE = 'Name the time zone as Europe/London or UTC.';

const input = z.strictObject({
  timeZone: storableText(ZONE, 100)
    .refine(isTimeZone, ZONE)
    .meta({ description: 'IANA name: hand-overs follow its clock.', examples: ['Europe/London'] }),
  firstDay: calendarDay.meta({
    description:
      'Day of the first hand-over: on it the first person of each shift begins, and weeks count from it.',
    examples: ['2026-11-30'],
  }),
  shifts: shiftList,
  reason: anyReason,
});

interface State {
  before: StoredRota | null;
  crew: readonly CrewMember[];
}

type Next = Parameters<typeof insertRota>[1];

/** Shifts by their time, each with people who may be on call. */
function checkShifts(shifts: readonly Shift[], crew: readonly CrewMember[]): Result<Shift[]> {
  const sorted = [...shifts].sort((a, b) => (a.from < b.from ? -1 : 1));
  const twice = sorted.find(({ from }, index) => sorted[index + 1]?.from === from);
  if (twice) return fail('invalid_input', `Two shifts begin at ${twice.from}: give each its own time.`);
  for (const { people } of sorted) {
    for (const id of people) {
      const person = crew.find((one) => one.id === id);
      if (!person)
        return fail('invalid_input', 'Somebody in the rota has no access: choose among the people shown.');
      if (!mayBeOnCall(person))
        return fail('invalid_input', `${person.name} may not confirm alerts, so cannot be on call.`);
    }
  }
  return ok(sorted);
}

function words({ timeZone, firstDay, shifts }: Rota, crew: readonly CrewMember[]): string {
  const name = (id: string): string => crew.find((one) => one.id === id)?.name ?? id;
  const each = shifts.map((one) => `${one.name} from ${one.from}: ${one.people.map(name).join(', ')}`);
  return `${timeZone}, weeks from ${firstDay}; ${each.join('; ')}`;
}

export const setRota: Command<z.output<typeof input>, void, State, Next, ChangedAnswer> = {
  name: 'set-rota',
  input,
  body: 'ChangedAnswer',
  load: async (tx) => {
    await lockRota(tx);
    const state = { before: await currentRota(tx), crew: await crewOf(tx) };
    return { state, now: await databaseNow(tx) };
  },
  decide: ({ before, crew }, asked, actor, { id, now }) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const shifts = checkShifts(asked.shifts, crew);
    if (!shifts.ok) return shifts;
    const rota: Rota = { timeZone: asked.timeZone, firstDay: asked.firstDay, shifts: shifts.value };
    const was: Rota | null = before && {
      ...{ timeZone: before.timeZone, firstDay: before.firstDay, shifts: before.shifts },
    };
    if (was && inputHash(was) === inputHash(rota))
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { ...rota, id, reason: reason.value, at: now, by: personOf(actor) },
      events: [
        {
          ...{ kind: 'on_call.rota_set', subject: 'rota', reason: reason.value },
          ...{ oldValue: was ? words(was, crew) : null, newValue: words(rota, crew) },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, next) => {
    await insertRota(tx, next);
    return true;
  },
};
