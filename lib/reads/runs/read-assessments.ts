// Assessments of the decision assistant, newest first, with every answer and what it rested on.
import { z } from 'zod';
import type { AssessmentsBody } from '#lib/contract/assessment.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { before, limit } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { assessmentViews } from '#lib/store/runs/assessments.ts';

const input = z.strictObject({ before, limit });

export const readAssessments: Read<z.output<typeof input>, AssessmentsBody> = {
  action: 'read-assessments',
  body: 'AssessmentsBody',
  input,
  run: async (tx, query) => {
    const views = await assessmentViews(tx, { before: query.before, take: toRead(query.limit) });
    const { rows, nextBefore } = pageOf(views, query.limit, ({ number }) => String(number));
    return ok({ items: rows, nextBefore });
  },
};
