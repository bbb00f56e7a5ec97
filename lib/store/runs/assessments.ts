// Assessments of the decision assistant and their answers: locked, read, written; an answer is never changed, only taken back.
import type { AnswerView, AssessmentView, ReadingView } from '#lib/contract/assessment.ts';
import type { Tx } from '#lib/store/client.ts';

export interface StoredAnswer {
  id: string;
  question: string;
  option: string;
  by: string;
}

export interface StoredAssessment {
  id: string;
  number: number;
  tree: string;
  symptom: string;
  startedAt: Date;
  closed: boolean;
  /** Answers that stand, oldest first. */
  answers: readonly StoredAnswer[];
}

/** Locks one assessment with its standing answers, or undefined. */
export async function lockAssessment(tx: Tx, id: string): Promise<StoredAssessment | undefined> {
  const [row] = await tx.$queryRaw<(Omit<StoredAssessment, 'number' | 'answers'> & { number: bigint })[]>`
    SELECT id, number, tree, symptom, started_at AS "startedAt", closed_at IS NOT NULL AS closed
    FROM assessments WHERE id = ${id}::uuid FOR UPDATE`;
  if (!row) return undefined;
  const answers = await tx.$queryRaw<StoredAnswer[]>`
    SELECT id, question, option, answered_name AS by FROM assessment_answers
    WHERE assessment_id = ${id}::uuid AND taken_back_at IS NULL ORDER BY answered_at, id`;
  return { ...row, number: Number(row.number), answers };
}

/** Locks the assessment that an answer belongs to, or undefined. */
export async function lockAssessmentOf(tx: Tx, answerId: string): Promise<StoredAssessment | undefined> {
  const answer = await tx.assessmentAnswer.findUnique({
    where: { id: answerId },
    select: { assessmentId: true },
  });
  return answer ? lockAssessment(tx, answer.assessmentId) : undefined;
}

export interface By {
  id: string;
  name: string;
}

/** The number of the next assessment. One that is not used leaves a gap. */
export async function nextNumber(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`SELECT nextval('assessments_number_seq') AS number`;
  if (!row) throw new Error('the sequence gave no number');
  return Number(row.number);
}

export async function createAssessment(
  tx: Tx,
  one: { id: string; number: number; tree: string; symptom: string; by: By },
): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO assessments (id, number, tree, symptom, started_by, started_name)
    VALUES (${one.id}::uuid, ${one.number}, ${one.tree}, ${one.symptom}, ${one.by.id}::uuid, ${one.by.name})`;
  return rows === 1;
}

export interface NewAnswer {
  id: string;
  assessmentId: string;
  question: string;
  option: string;
  readings: readonly ReadingView[];
  by: By;
}

/** Stores an answer; false when another one for the same question stands. */
export async function insertAnswer(tx: Tx, answer: NewAnswer): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO assessment_answers (id, assessment_id, question, option, readings, answered_by, answered_name)
    VALUES (${answer.id}::uuid, ${answer.assessmentId}::uuid, ${answer.question}, ${answer.option},
      ${JSON.stringify(answer.readings)}::jsonb, ${answer.by.id}::uuid, ${answer.by.name})
    ON CONFLICT (assessment_id, question) WHERE taken_back_at IS NULL DO NOTHING`;
  return rows === 1;
}

/** Takes answers back; false when one of them no longer stands. */
export async function takeBack(tx: Tx, ids: readonly string[], by: By): Promise<boolean> {
  if (ids.length === 0) return true;
  const rows = await tx.$executeRaw`
    UPDATE assessment_answers SET taken_back_at = clock_timestamp(), taken_back_by = ${by.id}::uuid, taken_back_name = ${by.name}
    WHERE id = ANY(${[...ids]}::uuid[]) AND taken_back_at IS NULL`;
  return rows === ids.length;
}

export interface Closing {
  outcome: 'acted' | 'watched' | 'dropped';
  endedIn: string | null;
  reason: string | null;
  changeSetId: string | null;
  requestId: string | null;
  runId: string | null;
}

export async function closeOne(tx: Tx, id: string, closing: Closing, by: By): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE assessments SET closed_at = clock_timestamp(), closed_by = ${by.id}::uuid, closed_name = ${by.name},
      outcome = ${closing.outcome}, ended_in = ${closing.endedIn}, reason = ${closing.reason},
      change_set_id = ${closing.changeSetId}::uuid, request_id = ${closing.requestId}::uuid, run_id = ${closing.runId}::uuid
    WHERE id = ${id}::uuid AND closed_at IS NULL`;
  return rows === 1;
}

export interface Outcomes {
  changeSetId?: string | undefined;
  requestId?: string | undefined;
  runId?: string | undefined;
}

/**
 * Names what of the outcomes is unknown or older than a moment: an assessment ends in what came of it, and in nothing
 * else.
 */
export async function outcomesSince(
  tx: Tx,
  assessment: { id: string; startedAt: Date },
  { changeSetId, requestId, runId }: Outcomes,
): Promise<string[]> {
  const since = assessment.startedAt;
  const [found] = await tx.$queryRaw<{ changeSet: boolean; request: boolean; run: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM change_sets WHERE id = ${changeSetId ?? null}::uuid AND committed_at >= ${since}) AS "changeSet",
      EXISTS (SELECT 1 FROM change_requests WHERE id = ${requestId ?? null}::uuid AND requested_at >= ${since}) AS request,
      EXISTS (SELECT 1 FROM procedure_runs WHERE id = ${runId ?? null}::uuid
        AND subject_kind = 'assessment' AND subject_id = ${assessment.id}::uuid) AS run`;
  const strange: string[] = [];
  if (changeSetId !== undefined && !found?.changeSet) strange.push('change set');
  if (requestId !== undefined && !found?.request) strange.push('change request');
  if (runId !== undefined && !found?.run) strange.push('run');
  return strange;
}

function answerView(row: {
  id: string;
  question: string;
  option: string;
  readings: unknown;
  answeredName: string;
  answeredAt: Date;
  takenBackName: string | null;
  takenBackAt: Date | null;
}): AnswerView {
  return {
    id: row.id,
    question: row.question,
    option: row.option,
    by: row.answeredName,
    at: row.answeredAt.toISOString(),
    readings: row.readings as readonly ReadingView[],
    takenBack: row.takenBackAt ? { by: row.takenBackName ?? '', at: row.takenBackAt.toISOString() } : null,
  };
}

/** Assessments, newest first, with all their answers: one by id, or a page from before a number. */
export async function assessmentViews(
  tx: Tx,
  which: { id: string } | { before: number | undefined; take: number },
): Promise<AssessmentView[]> {
  const rows = await tx.assessment.findMany({
    where:
      'id' in which ? { id: which.id } : which.before === undefined ? {} : { number: { lt: which.before } },
    orderBy: { number: 'desc' },
    take: 'id' in which ? 1 : which.take,
    include: { answers: { orderBy: [{ answeredAt: 'asc' }, { id: 'asc' }] } },
  });
  return rows.map((row) => ({
    id: row.id,
    number: Number(row.number),
    tree: row.tree,
    symptom: row.symptom,
    startedBy: row.startedName,
    startedAt: row.startedAt.toISOString(),
    closed: row.closedAt
      ? {
          by: row.closedName ?? '',
          at: row.closedAt.toISOString(),
          outcome: row.outcome as Closing['outcome'],
          endedIn: row.endedIn,
          reason: row.reason,
          changeSetId: row.changeSetId,
          requestId: row.requestId,
          runId: row.runId,
        }
      : null,
    answers: row.answers.map(answerView),
  }));
}
