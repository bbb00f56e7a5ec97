// start-assessment: begins a walk through a decision tree at a symptom; suggestions stay suggestions.
import { z } from 'zod';
import { SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import type { StartedAssessment } from '#lib/contract/assessment.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type By, createAssessment } from '#lib/store/assessments.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({
  symptom: z
    .string({ error: 'Say what you see.' })
    .min(1, 'Say what you see.')
    .max(60, 'There is no such symptom.')
    .meta({ description: 'What somebody sees go wrong.', examples: ['position-mismatch'] }),
});

type Next = { id: string; tree: string; symptom: string; by: By };

export const startAssessment: Command<z.output<typeof input>, void, null, Next, StartedAssessment> = {
  name: 'start-assessment',
  input,
  body: 'StartedAssessment',
  load: async (tx) => ({ state: null, now: await databaseNow(tx) }),
  decide: (_state, { symptom: key }, actor, { id }) => {
    const symptom = SYMPTOMS.get(key);
    if (!symptom) {
      return fail('not_found', `There is no such symptom. Take one of ${[...SYMPTOMS.keys()].join(', ')}.`);
    }
    const { id: personId, name } = auditActor(actor);
    return ok({
      next: { id, tree: symptom.tree, symptom: key, by: { id: personId, name } },
      events: [{ kind: 'assessment.started', subject: id, newValue: symptom.label }],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'assessment' }],
      answer: { assessmentId: id },
    });
  },
  save: createAssessment,
};
