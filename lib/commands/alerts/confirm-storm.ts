// confirm-storm: somebody has all the open firings of one alert in hand at once; the five-minute clock of each stops.
import { z } from 'zod';
import { seenUntil, uuid } from '#lib/commands/inputs.ts';
import type { StormAnswer } from '#lib/contract/alert-history.ts';
import { firstAhead } from '#lib/rules/alerts/firing.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  type AlikeFiring,
  type Confirmations,
  confirmMany,
  countAlike,
  lockAlike,
} from '#lib/store/alerts/firing-storms.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { NOTICE } from './firing-state.ts';
import { tellConfirmed } from './tell-firing.ts';

/** Each has its own entry in the log: more than these would hold up everybody else's for too long. */
const MOST = 200;

const input = z.strictObject({
  firingId: uuid.describe('Any firing of the alert.'),
  until: seenUntil('Only those that had arrived by then: what nobody has seen is not confirmed.'),
});

interface State {
  alike: AlikeFiring[] | undefined;
  /** As many as there are, those of this press among them. */
  count: number;
}

export const confirmStorm: Command<z.output<typeof input>, void, State, Confirmations, StormAnswer> = {
  name: 'confirm-storm',
  input,
  body: 'StormAnswer',
  load: async (tx, asked) => {
    const alike = await lockAlike(tx, { ...asked, most: MOST });
    return { state: { alike, count: await countAlike(tx, asked) }, now: await databaseNow(tx) };
  },
  decide: ({ alike, count }, _asked, actor, { now }) => {
    if (!alike) return fail('not_found', 'There is no such firing.');
    if (alike.length === 0)
      return ok({ next: null, events: [], effects: [], answer: { confirmed: 0, left: 0 } });
    return ok({
      next: {
        ...{ at: now, by: auditActor(actor), ownerId: actor.kind === 'person' ? actor.id : null },
        rows: alike.map((firing) => ({
          id: firing.id,
          nextStepAt: firstAhead({ ...firing, confirmedAt: now }, firing.told),
        })),
      },
      events: alike.map(({ id, number, alert, firedAt }) => ({
        ...{ kind: 'alert.confirmed', subject: `A-${number}` },
        details: {
          ...{ firingId: id, alert, storm: alike.length },
          afterSeconds: Math.round((now.getTime() - firedAt.getTime()) / 1_000),
        },
      })),
      effects: [NOTICE],
      answer: { confirmed: alike.length, left: count - alike.length },
    });
  },
  save: async (tx, confirmations) => {
    if (!(await confirmMany(tx, confirmations))) return false;
    await tellConfirmed(tx, confirmations);
    return true;
  },
};
