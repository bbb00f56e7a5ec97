// record-missed-budget: when a change's time budget runs out, names the instances that have not applied it.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { EffectView } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type EffectQuestion, effectQuestion, effectsOf } from '#lib/store/changes/effect.ts';
import { keepMissedBudget, type MissedBudget } from '#lib/store/changes/missed-budgets.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({ changeSetId: uuid });

type State = { set: EffectQuestion; effect: EffectView } | undefined;

export const recordMissedBudget: Command<
  z.output<typeof input>,
  void,
  State,
  MissedBudget,
  { missed: boolean }
> = {
  name: 'record-missed-budget',
  input,
  body: null,
  load: async (tx, { changeSetId }) => {
    const set = await effectQuestion(tx, changeSetId);
    const effect = set && (await effectsOf(tx, [set])).get(set.id);
    return { state: set && effect && { set, effect }, now: await databaseNow(tx) };
  },
  decide: (state) => {
    if (!state) return fail('not_found', 'There is no such change set.');
    const { set, effect } = state;
    if (!effect.overBudget) return ok({ next: null, events: [], effects: [], answer: { missed: false } });
    const lagging =
      effect.lagging.length > 0 ? effect.lagging.map(({ id }) => id) : [effect.slowestInstance ?? ''];
    return ok({
      next: {
        changeSetId: set.id,
        budgetMs: set.budgetMs,
        applied: effect.applied,
        expected: effect.expected,
        lagging,
      },
      events: [
        {
          kind: 'effect.missed',
          subject: `revision ${set.revision}`,
          reason: `${effect.applied} of ${effect.expected} instances within ${set.budgetMs} ms; late: ${lagging.join(', ')}`,
          changeSetId: set.id,
          epoch: set.epoch,
          revision: set.revision,
          details: { budgetMs: set.budgetMs, applied: effect.applied, expected: effect.expected, lagging },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_reports', payload: '1' }],
      answer: { missed: true },
    });
  },
  save: keepMissedBudget,
};
