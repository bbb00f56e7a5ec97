// One assessment: its answers, the question that is open, and what the venue shows now for it.
import { z } from 'zod';
import type { AssessmentBody } from '#lib/contract/assessment.ts';
import type { Read } from '#lib/reads/read.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { answersOf, treeOf } from '#lib/rules/runs/assessment.ts';
import { walk } from '#lib/rules/runs/decision-tree.ts';
import { readingsOf } from '#lib/rules/runs/reading.ts';
import { assessmentViews } from '#lib/store/runs/assessments.ts';
import { venueFacts } from '#lib/store/venue/venue-facts.ts';

const input = z.strictObject({
  id: z.uuid('Send the id as it was shown.').describe('Id of the assessment, as assessments lists it.'),
});

export const readAssessment: Read<z.output<typeof input>, AssessmentBody> = {
  action: 'read-assessment',
  body: 'AssessmentBody',
  input,
  run: async (tx, { id }) => {
    const [assessment] = await assessmentViews(tx, { id });
    const tree = assessment && treeOf(assessment.tree);
    if (!assessment || !tree) return fail('not_found', 'There is no such assessment.');
    const standing = assessment.answers.filter((answer) => answer.takenBack === null);
    const { next, end } = walk(tree, answersOf(standing));
    const question = assessment.closed ? null : next;
    return ok({
      assessment,
      next: question?.key ?? null,
      end: end?.key ?? null,
      readings: question ? readingsOf(question.readings, await venueFacts(tx)) : [],
    });
  },
};
