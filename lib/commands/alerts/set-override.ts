// set-override: somebody is on call for a time, whatever the rota says. Whoever works incidents may take it on themselves.
import { z } from 'zod';
import { ROTA_LIMITS } from '#lib/catalog/on-call.ts';
import { anyReason, moment, personId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import type { CrewMember } from '#lib/rules/alerts/chain-recipients.ts';
import { overlapping } from '#lib/rules/alerts/rota.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  crewOf,
  insertOverride,
  lockRota,
  mayBeOnCall,
  type NewOverride,
  overridesAfter,
  type StoredOverride,
} from '#lib/store/alerts/rota.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { ON_CALL_NOTICE } from './on-call-inputs.ts';
import { arranges } from './on-call-state.ts';

const input = z.strictObject({ person: personId, from: moment, until: moment, reason: anyReason });

interface State {
  crew: readonly CrewMember[];
  overrides: readonly StoredOverride[];
}

const DAY_MS = 86_400_000;

export const setOverride: Command<z.output<typeof input>, void, State, NewOverride, ChangedAnswer> = {
  name: 'set-override',
  input,
  body: 'ChangedAnswer',
  load: async (tx) => {
    await lockRota(tx);
    const now = await databaseNow(tx);
    return { state: { crew: await crewOf(tx), overrides: await overridesAfter(tx, now) }, now };
  },
  decide: ({ crew, overrides }, asked, actor, { id, now }) => {
    const by = personOf(actor);
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const person = crew.find((one) => one.id === asked.person);
    if (!person) return fail('invalid_input', 'That person has no access: choose among the people shown.');
    if (!mayBeOnCall(person))
      return fail('invalid_input', `${person.name} may not confirm alerts, so cannot be on call.`);
    if (person.id !== by.id && !arranges(actor))
      return fail('forbidden', 'You may put yourself on call; a risk manager or super admin puts others.');
    // Time that is past was somebody else's: it cannot be taken on afterwards.
    const from = new Date(Math.max(asked.from.getTime(), now.getTime()));
    if (asked.until <= from)
      return fail('invalid_input', 'The end must come after the beginning, and after now.');
    if (asked.until.getTime() - from.getTime() > ROTA_LIMITS.overrideDays * DAY_MS)
      return fail(
        'invalid_input',
        `An override lasts at most ${ROTA_LIMITS.overrideDays} days: set the rota instead.`,
      );
    const other = overlapping(overrides, { from, until: asked.until });
    if (other) {
      const { personName } = other as StoredOverride;
      return fail(
        'conflict',
        `${personName} is on call by an override from ${other.from.toISOString()} until ${other.until.toISOString()}. Take that one back first.`,
      );
    }
    return ok({
      next: { id, personId: person.id, from, until: asked.until, reason: reason.value, at: now, by },
      events: [
        {
          ...{ kind: 'on_call.override_set', subject: person.name, reason: reason.value },
          newValue: `${from.toISOString()} to ${asked.until.toISOString()}`,
          details: { overrideId: id, personId: person.id },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, next) => {
    await insertOverride(tx, next);
    return true;
  },
};
