// close-assessment: how it ended: in a change set, change request or run, in watching, or dropped with a reason.
import { z } from 'zod';
import { assessmentName } from '#lib/catalog/decision-types.ts';
import { anyReason, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { answersOf, treeOf } from '#lib/rules/runs/assessment.ts';
import { walk } from '#lib/rules/runs/decision-tree.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  type By,
  type Closing,
  closeOne,
  lockAssessment,
  outcomesSince,
  type StoredAssessment,
} from '#lib/store/runs/assessments.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({
  assessmentId: uuid,
  changeSetId: uuid.optional().describe('The change set that its action made.'),
  requestId: uuid.optional().describe('The change request that its action filed.'),
  runId: uuid.optional().describe('The run of a procedure that was started from it.'),
  reason: anyReason.optional(),
});

type Input = z.output<typeof input>;

interface State {
  assessment: StoredAssessment | undefined;
  /** What of the outcome named is not known, or is older than the assessment. */
  strange: readonly string[];
}

interface Next {
  id: string;
  closing: Closing;
  by: By;
}

function closingOf(asked: Input, endedIn: string | null, watch: boolean, reason: string | null): Closing {
  const { changeSetId = null, requestId = null, runId = null } = asked;
  const acted = changeSetId !== null || requestId !== null || runId !== null;
  const outcome = acted ? 'acted' : watch ? 'watched' : 'dropped';
  return { outcome, endedIn, reason, changeSetId, requestId, runId };
}

export const closeAssessment: Command<Input, void, State, Next, ChangedAnswer> = {
  name: 'close-assessment',
  input,
  body: 'ChangedAnswer',
  load: async (tx, asked) => {
    const assessment = await lockAssessment(tx, asked.assessmentId);
    const strange = assessment ? await outcomesSince(tx, assessment, asked) : [];
    return { state: { assessment, strange }, now: await databaseNow(tx) };
  },
  decide: ({ assessment, strange }, asked, actor) => {
    const tree = assessment && treeOf(assessment.tree);
    if (!assessment || !tree) return fail('not_found', 'There is no such assessment.');
    if (assessment.closed) return fail('conflict', 'This assessment is closed already.');
    if (strange.length > 0) {
      return fail(
        'invalid_input',
        `No ${strange.join(' and no ')} of that id came of this assessment: it is unknown, or older.`,
      );
    }
    const { end, next } = walk(tree, answersOf(assessment.answers));
    const reason = asked.reason === undefined ? ok(null) : parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const closing = closingOf(asked, end?.key ?? null, end?.action.kind === 'watch', reason.value);
    if (closing.outcome === 'acted' && !end) {
      return fail('conflict', `It has no end yet. Answer "${next?.title}" first, or drop it with a reason.`);
    }
    if (closing.outcome === 'dropped' && closing.reason === null) {
      return fail('invalid_reason', 'Give a reason: nothing came of it, so say in a line why it is dropped.');
    }
    const { id, name } = auditActor(actor);
    return ok({
      next: { id: assessment.id, closing, by: { id, name } },
      events: [
        {
          kind: 'assessment.closed',
          subject: assessmentName(assessment.number),
          newValue: end && closing.outcome !== 'dropped' ? end.title : closing.outcome,
          reason: closing.reason,
          changeSetId: closing.changeSetId,
          details: { outcome: closing.outcome, requestId: closing.requestId, runId: closing.runId },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'assessment' }],
      answer: { changed: true },
    });
  },
  save: (tx, { id, closing, by }) => closeOne(tx, id, closing, by),
};
