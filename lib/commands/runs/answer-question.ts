// answer-question: one answer on the way through the tree, stored with what the venue shows at this moment.
import { z } from 'zod';
import { assessmentName } from '#lib/catalog/decision-types.ts';
import { catalogueKey, uuid } from '#lib/commands/inputs.ts';
import type { AnsweredQuestion, ReadingView } from '#lib/contract/assessment.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { answersOf, treeOf, withoutGround } from '#lib/rules/runs/assessment.ts';
import { walk } from '#lib/rules/runs/decision-tree.ts';
import { readingsOf, type VenueFacts } from '#lib/rules/runs/reading.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  type By,
  insertAnswer,
  lockAssessment,
  type NewAnswer,
  type StoredAssessment,
  takeBack,
} from '#lib/store/runs/assessments.ts';
import { venueFacts } from '#lib/store/venue/venue-facts.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({
  assessmentId: uuid,
  question: catalogueKey('the question'),
  option: catalogueKey('the answer'),
  replaces: uuid
    .optional()
    .describe('Id of the standing answer to this question that this one takes the place of.'),
});

interface State {
  assessment: StoredAssessment | undefined;
  facts: VenueFacts;
}

interface Next {
  answer: NewAnswer;
  /** Answers that no longer stand: the replaced one, and those the way does not come to any more. */
  gone: readonly string[];
  by: By;
}

const short = (readings: readonly ReadingView[]): string =>
  readings.map(({ label, value }) => `${label}: ${value ?? 'not reported'}`).join('; ');

export const answerQuestion: Command<z.output<typeof input>, void, State, Next, AnsweredQuestion> = {
  name: 'answer-question',
  input,
  body: 'AnsweredQuestion',
  load: async (tx, { assessmentId }) => ({
    state: { assessment: await lockAssessment(tx, assessmentId), facts: await venueFacts(tx) },
    now: await databaseNow(tx),
  }),
  decide: ({ assessment, facts }, { question: key, option: chosen, replaces }, actor, { id }) => {
    const tree = assessment && treeOf(assessment.tree);
    if (!assessment || !tree) return fail('not_found', 'There is no such assessment.');
    if (assessment.closed) return fail('conflict', 'This assessment is closed. Start another.');
    const before = walk(tree, answersOf(assessment.answers));
    const question = before.path.find((step) => step.question.key === key)?.question;
    if (!question) {
      return fail(
        'conflict',
        `The way does not come to that question. ${before.next ? `Answer "${before.next.title}" first.` : 'It is at its end: take an answer back first.'}`,
      );
    }
    const option = question.options.find((one) => one.key === chosen);
    if (!option) {
      const known = question.options.map((one) => one.key).join(', ');
      return fail('invalid_input', `That is no answer to "${question.title}". Take one of ${known}.`);
    }
    const standing = assessment.answers.find((answer) => answer.question === key);
    const kept = assessment.answers.filter((answer) => answer !== standing);
    const after = walk(tree, answersOf([...kept, { question: key, option: chosen }]));
    const answered = { next: after.next?.key ?? null, end: after.end?.key ?? null };
    if (standing?.option === chosen) {
      const answer = { changed: false, answerId: standing.id, ...answered };
      return ok({ next: null, events: [], effects: [], answer });
    }
    if (standing?.id !== replaces) {
      return fail(
        'conflict',
        standing
          ? `${standing.by} has answered this meanwhile. Look at that answer, then take it back or leave it.`
          : 'The answer that this one replaces does not stand any more. Look again.',
      );
    }
    const readings = readingsOf(question.readings, facts);
    const { id: personId, name } = auditActor(actor);
    const by = { id: personId, name };
    const mine = { id, question: key, option: chosen };
    const lost = withoutGround(tree, [...kept, { ...mine, by: name }]);
    return ok({
      next: {
        answer: { ...mine, assessmentId: assessment.id, readings, by },
        gone: [...(standing ? [standing.id] : []), ...lost.map((answer) => answer.id)],
        by,
      },
      events: [
        {
          kind: 'assessment.answered',
          subject: assessmentName(assessment.number),
          ...(standing ? { oldValue: `${question.title} ${standing.option}` } : {}),
          newValue: `${question.title} ${option.label}`,
          details: { question: key, option: chosen, readings: short(readings) },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'assessment' }],
      answer: { changed: true, answerId: id, ...answered },
    });
  },
  save: async (tx, { answer, gone, by }) => (await takeBack(tx, gone, by)) && insertAnswer(tx, answer),
};
