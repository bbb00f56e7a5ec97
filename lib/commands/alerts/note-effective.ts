// note-effective: every live instance has what an alert's action set; its ten-minute clock stops at the moment of the last.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer, EffectView } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type FiringChange, lockFiring, type StoredFiring } from '#lib/store/alerts/firings.ts';
import { effectQuestion, effectsOf } from '#lib/store/changes/effect.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { eventOf, NOTICE, nextStep, thereIs } from './firing-state.ts';
import { changeAndTell } from './tell-firing.ts';

const input = z.strictObject({ firingId: uuid });

interface State {
  firing: StoredFiring | undefined;
  effect: EffectView | undefined;
  committedAt: Date | undefined;
}

async function effectIn(tx: Tx, awaitsId: string | null | undefined): Promise<Omit<State, 'firing'>> {
  const question = awaitsId ? await effectQuestion(tx, awaitsId) : undefined;
  if (!question) return { effect: undefined, committedAt: undefined };
  return { effect: (await effectsOf(tx, [question])).get(question.id), committedAt: question.committedAt };
}

export const noteEffective: Command<z.output<typeof input>, void, State, FiringChange, ChangedAnswer> = {
  name: 'note-effective',
  input,
  body: null,
  load: async (tx, { firingId }) => {
    const firing = await lockFiring(tx, firingId);
    return { state: { firing, ...(await effectIn(tx, firing?.awaitsId)) }, now: await databaseNow(tx) };
  },
  decide: ({ firing: state, effect, committedAt }, _asked, _actor, { now }) => {
    const found = thereIs(state);
    if (!found.ok) return found;
    const firing = found.value;
    const nothing = ok({ next: null, events: [], effects: [], answer: { changed: false } });
    if (firing.effectiveAt !== null) return nothing;
    if (!effect || !committedAt) return fail('conflict', 'It was not acted on by a change of switches.');
    if (effect.state !== 'effective') return nothing;
    // What held already took effect before anybody pressed: then it was effective when they did.
    const measured = Math.max(
      committedAt.getTime() + Math.ceil(effect.slowestMs ?? 0),
      firing.actedAt?.getTime() ?? 0,
    );
    const effectiveAt = new Date(Math.min(measured, now.getTime()));
    return ok({
      next: { effectiveAt, nextStepAt: nextStep(firing, { effectiveAt }) },
      events: [
        eventOf('alert.effective', firing, {
          changeSetId: firing.awaitsId,
          details: {
            afterSeconds: Math.round((effectiveAt.getTime() - firing.firedAt.getTime()) / 1_000),
            ...{ instances: effect.applied, slowestMs: effect.slowestMs },
          },
        }),
      ],
      effects: [NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, change, { firing }, actor) =>
    firing !== undefined && changeAndTell(tx, firing, change, actor),
};
