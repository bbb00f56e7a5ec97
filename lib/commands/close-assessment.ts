// close-assessment: how it ended: in a change set, change request or run, in watching, or dropped with a reason.
import { z } from 'zod';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { answersOf, treeOf } from '#lib/rules/assessment.ts';
import { walk } from '#lib/rules/decision-tree.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  type By,
  type Closing,
  closeOne,
  lockAssessment,
  type StoredAssessment,
} from '#lib/store/assessments.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { changeSetTime } from '#lib/store/matrix.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { anyReason, uuid } from './inputs.ts';

const input = z.strictObject({
  assessmentId: uuid,
  changeSetId: uuid.optional().describe('The change set that its action made.'),
  requestId: uuid.optional().describe('The change request that its action filed.'),
  runId: uuid.optional().describe('The run of a procedure that was started from it.'),
  reason: anyReason.optional(),
});
