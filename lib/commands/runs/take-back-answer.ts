// take-back-answer: an answer no longer stands; it is kept, with who took it back, and its question is open again.
import { z } from 'zod';
import { assessmentName } from '#lib/catalog/decision-types.ts';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { type By, lockAssessmentOf, type StoredAssessment, takeBack } from '#lib/store/runs/assessments.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({ answerId: uuid });

type Next = { answerId: string; by: By };

export const takeBackAnswer: Command<
  z.output<typeof input>,
  void,
  StoredAssessment | undefined,
  Next,
  ChangedAnswer
> = {
  name: 'take-back-answer',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { answerId }) => ({
    state: await lockAssessmentOf(tx, answerId),
    now: await databaseNow(tx),
  }),
  decide: (assessment, { answerId }, actor) => {
    if (!assessment) return fail('not_found', 'There is no such answer.');
    if (assessment.closed)
      return fail('conflict', 'This assessment is closed: its answers stay as they are.');
    const answer = assessment.answers.find((one) => one.id === answerId);
    if (!answer) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    const { id, name } = auditActor(actor);
    return ok({
      next: { answerId, by: { id, name } },
      events: [
        {
          kind: 'assessment.taken_back',
          subject: assessmentName(assessment.number),
          oldValue: answer.option,
          details: { question: answer.question, option: answer.option },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'assessment' }],
      answer: { changed: true },
    });
  },
  save: (tx, { answerId, by }) => takeBack(tx, [answerId], by),
};
