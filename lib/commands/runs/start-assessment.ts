// start-assessment: begins a walk through a decision tree at a symptom; suggestions stay suggestions.
import { z } from 'zod';
import { SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import { assessmentName } from '#lib/catalog/decision-types.ts';
import { catalogueKey } from '#lib/commands/inputs.ts';
import type { StartedAssessment } from '#lib/contract/assessment.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { type By, createAssessment, nextNumber } from '#lib/store/runs/assessments.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({ symptom: catalogueKey('what you see') });

type Next = { id: string; number: number; tree: string; symptom: string; by: By };

export const startAssessment: Command<z.output<typeof input>, void, number, Next, StartedAssessment> = {
  name: 'start-assessment',
  input,
  body: 'StartedAssessment',
  load: async (tx) => ({ state: await nextNumber(tx), now: await databaseNow(tx) }),
  decide: (number, { symptom: key }, actor, { id }) => {
    const symptom = SYMPTOMS.get(key);
    if (!symptom) {
      return fail('not_found', `There is no such symptom. Take one of ${[...SYMPTOMS.keys()].join(', ')}.`);
    }
    const { id: personId, name } = auditActor(actor);
    return ok({
      next: { id, number, tree: symptom.tree, symptom: key, by: { id: personId, name } },
      events: [{ kind: 'assessment.started', subject: assessmentName(number), newValue: symptom.label }],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'assessment' }],
      answer: { assessmentId: id, number },
    });
  },
  save: createAssessment,
};
