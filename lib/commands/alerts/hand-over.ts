// hand-over: whoever is on call gives it to somebody else now, with what they have to know, until their stretch would have ended.
import { z } from 'zod';
import { personId } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import type { CrewMember } from '#lib/rules/alerts/chain-recipients.ts';
import type { Notice } from '#lib/rules/alerts/notice.ts';
import { onCallAt, type Stretch } from '#lib/rules/alerts/rota.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { listChannels } from '#lib/store/alerts/channels.ts';
import { writeNotices } from '#lib/store/alerts/outbox.ts';
import {
  crewOf,
  currentRota,
  cutOverride,
  insertHandOver,
  insertOverride,
  lockRota,
  mayBeOnCall,
  type NewHandOver,
  type NewOverride,
  overridesAfter,
} from '#lib/store/alerts/rota.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { handOverNote, ON_CALL_NOTICE } from './on-call-inputs.ts';
import { arranges } from './on-call-state.ts';

const input = z.strictObject({ to: personId, note: handOverNote });

interface State {
  current: Stretch;
  /** When the next override begins: nobody is given time that is somebody's already. */
  nextOverride: Date | null;
  crew: readonly CrewMember[];
}

interface Next {
  cut: string | null;
  override: NewOverride;
  handOver: NewHandOver;
  notice: Notice;
}

/** Without a rota there is no stretch to end with. */
const USUAL_MS = 12 * 3_600_000;

export const handOver: Command<z.output<typeof input>, void, State, Next, ChangedAnswer> = {
  name: 'hand-over',
  input,
  body: 'ChangedAnswer',
  load: async (tx) => {
    await lockRota(tx);
    const now = await databaseNow(tx);
    const [rota, overrides] = [await currentRota(tx), await overridesAfter(tx, now)];
    const current = onCallAt(rota, overrides, now);
    const nextOverride = overrides.find(({ from }) => from > now)?.from ?? null;
    return { state: { current, nextOverride, crew: await crewOf(tx) }, now };
  },
  decide: ({ current, nextOverride, crew }, { to: toId, note }, actor, { id, now }) => {
    const by = personOf(actor);
    const to = crew.find((one) => one.id === toId);
    if (!to) return fail('invalid_input', 'That person has no access: choose among the people shown.');
    if (!mayBeOnCall(to))
      return fail('invalid_input', `${to.name} may not confirm alerts, so cannot be on call.`);
    if (current.personId !== by.id && to.id !== by.id && !arranges(actor))
      return fail(
        'forbidden',
        'Whoever is on call hands over, or whoever takes over, or a risk manager or super admin.',
      );
    if (current.personId === to.id)
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    const from = crew.find((one) => one.id === current.personId)?.name ?? null;
    const planned = current.personId === null ? new Date(now.getTime() + USUAL_MS) : current.until;
    const until = nextOverride !== null && nextOverride < planned ? nextOverride : planned;
    const reason = `Hand-over: ${note}`.slice(0, 500);
    return ok({
      next: {
        cut: current.overrideId,
        override: { id, personId: to.id, from: now, until, reason, at: now, by },
        handOver: { id, at: now, fromId: current.personId, toId: to.id, note, byId: by.id },
        notice: { kind: 'on-call.handed-over', from, to: to.name, note, at: now.toISOString() },
      },
      events: [
        {
          ...{ kind: 'on_call.handed_over', subject: 'on-call', oldValue: from, newValue: to.name },
          details: { note, until: until.toISOString(), from: current.personId, to: to.id },
        },
      ],
      effects: [ON_CALL_NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, { cut, override, handOver: given, notice }) => {
    if (cut !== null && !(await cutOverride(tx, cut, override.from))) return false;
    await insertOverride(tx, override);
    await insertHandOver(tx, given);
    await writeNotices(tx, await listChannels(tx), [{ notice, toldSteps: 0 }], override.at);
    return true;
  },
};
