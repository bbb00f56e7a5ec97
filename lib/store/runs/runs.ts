// Runs of procedures in the database: locked and read as a whole, written step by step under the version that was decided on.
import type { Procedure } from '#lib/catalog/procedure-types.ts';
import type { RunSubjectKind } from '#lib/catalog/runs.ts';
import {
  type ChosenSetting,
  isComplete,
  type Run,
  type Signature,
  type StepData,
  type StepWrite,
  type StoredState,
  type StoredStep,
  withSteps,
} from '#lib/rules/runs/procedure-run.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';

const WHOLE = {
  steps: { orderBy: [{ startedAt: 'asc' }, { stepKey: 'asc' }] },
  signatures: { orderBy: { at: 'asc' } },
} as const satisfies Prisma.ProcedureRunInclude;

type Row = Prisma.ProcedureRunGetPayload<{ include: typeof WHOLE }>;

function stepOf(row: Row['steps'][number]): StoredStep {
  const { id, stepKey, startedAt, doneAt, doneBy, doneName, changeSetId, requestId, commandId, version } =
    row;
  return {
    ...{ id, key: stepKey, startedAt, doneAt, changeSetId, requestId, commandId, version },
    state: row.state as StoredState,
    doneBy: doneBy === null ? null : { id: doneBy, name: doneName ?? '' },
    data: row.data as StepData,
  };
}

function runOf(row: Row): Run {
  const { id, title, reason, startedAt, completedAt, version, subjectKind, subjectId } = row;
  return {
    ...{ id, title, reason, startedAt, completedAt, version },
    number: Number(row.number),
    procedure: row.procedure as unknown as Procedure,
    subject: subjectKind === null || subjectId === null ? null : { kind: subjectKind, id: subjectId },
    settings: (row.parameters as { settings?: readonly ChosenSetting[] }).settings ?? [],
    startedBy: { id: row.startedBy, name: row.startedName },
    ended: row.endedAt && { at: row.endedAt, by: row.endedName ?? 'Bulkhead', reason: row.endReason ?? '' },
    steps: row.steps.map(stepOf),
    signatures: row.signatures.map(
      ({ stepKey, personId, personName, at }): Signature => ({
        step: stepKey,
        person: { id: personId, name: personName },
        at,
      }),
    ),
  };
}

/** Runs as a whole, in the order asked for. */
export async function runsWhere(
  tx: Tx,
  where: Prisma.ProcedureRunWhereInput,
  take: number,
  orderBy: Prisma.ProcedureRunOrderByWithRelationInput = { number: 'desc' },
): Promise<Run[]> {
  return (await tx.procedureRun.findMany({ where, orderBy, take, include: WHOLE })).map(runOf);
}

/** One run as a whole, or undefined. */
export async function runById(tx: Tx, id: string): Promise<Run | undefined> {
  const [run] = await runsWhere(tx, { id }, 1);
  return run;
}

/** The same, locked until the transaction ends: whoever holds it decides on its steps. */
export async function lockRun(tx: Tx, id: string): Promise<Run | undefined> {
  await tx.$executeRaw`SELECT 1 FROM procedure_runs WHERE id = ${id}::uuid FOR UPDATE`;
  return runById(tx, id);
}

/** Every run that is neither complete nor ended, oldest first, read a page at a time. */
export async function* activeRuns(tx: Tx, page = 200): AsyncGenerator<Run> {
  for (let after = 0; ; ) {
    const active = { completedAt: null, endedAt: null, number: { gt: after } };
    const runs = await runsWhere(tx, active, page, { number: 'asc' });
    yield* runs;
    if (runs.length < page) return;
    after = runs.at(-1)?.number ?? after;
  }
}

/** Under which starts of a procedure about the same subject wait for each other. */
export function startName(procedure: string, subject: { id: string } | null): string {
  return `${procedure}/${subject?.id ?? ''}`;
}

/** Only one start at a time for the same name; before looking whether such a run is active. */
export async function lockStart(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`start-run/${name}`}, 0))`;
}

/** An active run of the procedure, about this subject where one is given. */
export async function activeRunOf(
  tx: Tx,
  procedure: string,
  subject: { kind: string; id: string } | null,
): Promise<{ id: string; number: number } | null> {
  const row = await tx.procedureRun.findFirst({
    where: {
      ...{ procedureKey: procedure, completedAt: null, endedAt: null },
      ...(subject ? { subjectKind: subject.kind, subjectId: subject.id } : {}),
    },
    select: { id: true, number: true },
  });
  return row && { id: row.id, number: Number(row.number) };
}

/** Whether the row that a run is to be about exists. */
export async function subjectExists(tx: Tx, kind: RunSubjectKind, id: string): Promise<boolean> {
  const where = { where: { id } };
  const COUNT = {
    'level-press': () => tx.levelPress.count(where),
    'emergency-stop': () => tx.emergencyStop.count(where),
    assessment: () => tx.assessment.count(where),
    'change-set': () => tx.changeSet.count(where),
    canary: () => tx.canaryRun.count(where),
  } as const satisfies Record<RunSubjectKind, () => Promise<number>>;
  return (await COUNT[kind]()) > 0;
}

/** The number of the next run. One that is not used leaves a gap. */
export async function nextRunNumber(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('procedure_runs', 'number')) AS number`;
  if (!row) throw new Error('the sequence gave no number');
  return Number(row.number);
}

export interface NewRun {
  id: string;
  number: number;
  procedure: Procedure;
  title: string;
  subject: { kind: string; id: string } | null;
  settings: readonly ChosenSetting[];
  reason: string;
  by: { id: string; name: string };
  startedAt: Date;
}

export async function insertRun(tx: Tx, run: NewRun): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO procedure_runs (id, number, procedure_key, procedure, title, subject_kind, subject_id, parameters, reason,
      started_by, started_name, started_at)
    OVERRIDING SYSTEM VALUE
    VALUES (${run.id}::uuid, ${run.number}, ${run.procedure.key}, ${JSON.stringify(run.procedure)}::jsonb, ${run.title},
      ${run.subject?.kind ?? null}, ${run.subject?.id ?? null}::uuid,
      ${JSON.stringify({ settings: run.settings })}::jsonb, ${run.reason}, ${run.by.id}::uuid, ${run.by.name}, ${run.startedAt})`;
  return rows === 1;
}

async function saveStep(tx: Tx, runId: string, step: StepWrite): Promise<boolean> {
  const data = JSON.stringify(step.data);
  const { id: by, name } = step.doneBy ?? { id: null, name: null };
  const rows =
    step.expected === null
      ? await tx.$executeRaw`
          INSERT INTO run_steps (run_id, step_key, id, state, started_at, done_at, done_by, done_name, data, change_set_id,
            request_id, command_id)
          VALUES (${runId}::uuid, ${step.key}, coalesce(${step.id}::uuid, gen_random_uuid()), ${step.state}, ${step.startedAt},
            ${step.doneAt}, ${by}::uuid, ${name}, ${data}::jsonb, ${step.changeSetId}::uuid, ${step.requestId}::uuid,
            ${step.commandId}::uuid)
          ON CONFLICT (run_id, step_key) DO NOTHING`
      : await tx.$executeRaw`
          UPDATE run_steps SET state = ${step.state}, started_at = ${step.startedAt}, done_at = ${step.doneAt},
            done_by = ${by}::uuid, done_name = ${name}, data = ${data}::jsonb, change_set_id = ${step.changeSetId}::uuid,
            request_id = ${step.requestId}::uuid, command_id = ${step.commandId}::uuid, version = version + 1
          WHERE run_id = ${runId}::uuid AND step_key = ${step.key} AND version = ${step.expected}`;
  return rows === 1;
}

/** Writes steps of a locked run and completes it when nothing is left. False when a step has moved meanwhile. */
export async function saveSteps(tx: Tx, run: Run, steps: readonly StepWrite[]): Promise<boolean> {
  for (const step of steps) if (!(await saveStep(tx, run.id, step))) return false;
  const complete = isComplete(withSteps(run, steps));
  const rows = await tx.$executeRaw`
    UPDATE procedure_runs SET version = version + 1,
      completed_at = CASE WHEN ${complete} THEN clock_timestamp() END
    WHERE id = ${run.id}::uuid AND version = ${run.version}`;
  return rows === 1;
}

/** The key of the table lets each person sign a step once; its trigger keeps the starter out where the step says so. */
export async function insertSignature(
  tx: Tx,
  runId: string,
  signature: {
    step: string;
    person: { id: string; name: string };
    statement: string;
    notStarter: boolean;
    at: Date;
  },
): Promise<void> {
  const { step, person, statement, notStarter, at } = signature;
  await tx.runSignature.create({
    data: {
      ...{ runId, stepKey: step, personId: person.id, personName: person.name, statement, notStarter, at },
    },
  });
}

export async function insertNote(
  tx: Tx,
  note: { id: string; runId: string; person: { id: string; name: string }; text: string; at: Date },
): Promise<boolean> {
  const { id, runId, person, text, at } = note;
  await tx.runNote.create({ data: { id, runId, personId: person.id, personName: person.name, text, at } });
  return true;
}

/** Oldest first. */
export async function notesOf(
  tx: Tx,
  runId: string,
): Promise<{ id: string; by: string; at: string; text: string }[]> {
  const rows = await tx.runNote.findMany({ where: { runId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  return rows.map(({ id, personName, at, text }) => ({ id, by: personName, at: at.toISOString(), text }));
}

export async function endRunRow(
  tx: Tx,
  run: Run,
  by: { id: string | null; name: string },
  reason: string,
): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE procedure_runs SET ended_at = clock_timestamp(), ended_by = ${by.id}::uuid, ended_name = ${by.name},
      end_reason = ${reason}, version = version + 1
    WHERE id = ${run.id}::uuid AND version = ${run.version}`;
  return rows === 1;
}

/** Whether the step with this row still waits for its request: then what it asks for may be carried out. */
export async function stepStillWaits(tx: Tx, stepRowId: string): Promise<boolean> {
  const row = await tx.runStep.findFirst({
    where: { id: stepRowId, state: 'waiting', run: { completedAt: null, endedAt: null } },
    select: { id: true },
  });
  return row !== null;
}
