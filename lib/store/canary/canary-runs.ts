// Runs of canary programmes in the database: locked and read as a whole, moved under the version that was decided on.
import type { CanaryState } from '#lib/catalog/canary-runs.ts';
import type { CanaryRun } from '#lib/rules/canary/canary-run.ts';
import type { FrozenProgramme } from '#lib/rules/canary/programme.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';

const WHOLE = { retried: { select: { id: true, number: true } } } as const satisfies Prisma.CanaryRunInclude;

type Row = Prisma.CanaryRunGetPayload<{ include: typeof WHOLE }>;

/** As stored, with the exact characters of its definition: signatures are bound to these. */
export interface StoredCanary extends CanaryRun {
  definitionText: string;
}

function canaryOf(row: Row): StoredCanary {
  const { id, stage, stageEnteredAt, extendedSeconds, pausedAt, pausedSeconds, reason, version } = row;
  return {
    ...{ id, stage, stageEnteredAt, extendedSeconds, pausedAt, pausedSeconds, reason, version },
    number: Number(row.number),
    definition: JSON.parse(row.definition) as FrozenProgramme,
    definitionText: row.definition,
    state: row.state as CanaryState,
    retryOf: row.retried && { id: row.retried.id, number: Number(row.retried.number) },
    plannedBy: { id: row.plannedBy, name: row.plannedName },
    ...{ plannedAt: row.plannedAt, startedAt: row.startedAt },
    ...{ endedAt: row.endedAt, endedBy: row.endedName, endReason: row.endReason },
    ...{ disarmedAt: row.disarmedAt, disarmedWhy: row.disarmedWhy },
  };
}

export async function canariesWhere(
  tx: Tx,
  where: Prisma.CanaryRunWhereInput,
  take: number,
): Promise<StoredCanary[]> {
  const rows = await tx.canaryRun.findMany({ where, take, orderBy: { number: 'desc' }, include: WHOLE });
  return rows.map(canaryOf);
}

export async function canaryById(tx: Tx, id: string): Promise<StoredCanary | undefined> {
  const row = await tx.canaryRun.findUnique({ where: { id }, include: WHOLE });
  return row ? canaryOf(row) : undefined;
}

/** Locks a run until the transaction ends. Whoever also changes switches locks the matrix first. */
export async function lockCanary(tx: Tx, id: string): Promise<StoredCanary | undefined> {
  await tx.$executeRaw`SELECT 1 FROM canary_runs WHERE id = ${id}::uuid FOR UPDATE`;
  return canaryById(tx, id);
}

/** Every run that is evaluated: planned, running or paused. */
export function openCanaries(tx: Tx): Promise<StoredCanary[]> {
  return canariesWhere(tx, { state: { in: ['draft', 'running', 'paused'] } }, 20);
}

/** Runs that have ended and whose guards act, the oldest first: what they set may be in force still. */
export async function guardedCanaries(tx: Tx): Promise<StoredCanary[]> {
  const guarded = { endedAt: { not: null }, disarmedAt: null, stage: { gt: 0 } };
  return (await canariesWhere(tx, guarded, 20)).reverse();
}

/** The newest run that entered a stage after a moment; it sets the switches that runs before it have set. */
export async function laterCanary(tx: Tx, after: Date): Promise<StoredCanary | undefined> {
  const [run] = await canariesWhere(tx, { startedAt: { gt: after } }, 1);
  return run;
}

/**
 * When a guard last rolled back a run of a programme, for the wait before the next: the moment it failed, or, of one that
 * had ended otherwise, of the breach that came after.
 */
export async function lastFailed(
  tx: Tx,
  programme: string,
): Promise<{ number: number; at: Date } | undefined> {
  const [row] = await tx.$queryRaw<{ number: bigint; at: Date }[]>`
    SELECT r.number, CASE WHEN r.state = 'failed' THEN r.ended_at ELSE max(b.at) END AS at
    FROM canary_runs r LEFT JOIN canary_breaches b ON b.run_id = r.id
    WHERE r.programme = ${programme} AND (r.state = 'failed' OR b.at IS NOT NULL)
    GROUP BY r.id ORDER BY at DESC LIMIT 1`;
  return row && { number: Number(row.number), at: row.at };
}

/** The run of a programme that is not over; `begun`: past its first gate. */
export async function openRunOf(
  tx: Tx,
  programme: string,
): Promise<{ number: number; begun: boolean } | undefined> {
  const row = await tx.canaryRun.findFirst({
    where: { programme, endedAt: null },
    orderBy: { number: 'desc' },
    select: { number: true, stage: true },
  });
  return row ? { number: Number(row.number), begun: row.stage > 0 } : undefined;
}

/** The run that is under way, whichever its programme; they set the same switches. */
export async function activeCanary(tx: Tx): Promise<{ id: string; number: number } | undefined> {
  const row = await tx.canaryRun.findFirst({
    where: { state: { in: ['running', 'paused'] } },
    select: { id: true, number: true },
  });
  return row ? { id: row.id, number: Number(row.number) } : undefined;
}

/** Until the end of the transaction nobody else plans a run of the programme. */
export async function lockPlans(tx: Tx, programme: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`plan-canary/${programme}`}, 0))`;
}

/** The number of the next run. One that is not used leaves a gap. */
export async function nextCanaryNumber(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('canary_runs', 'number')) AS number`;
  if (!row) throw new Error('the sequence gave no number');
  return Number(row.number);
}

export interface NewCanary {
  id: string;
  number: number;
  definition: FrozenProgramme;
  reason: string;
  retryOf: string | null;
  by: { id: string; name: string };
  at: Date;
}

export async function insertCanary(tx: Tx, run: NewCanary): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO canary_runs (id, number, programme, definition, reason, retry_of, stage_entered_at, planned_by, planned_name, planned_at)
    OVERRIDING SYSTEM VALUE
    VALUES (${run.id}::uuid, ${run.number}, ${run.definition.key}, ${JSON.stringify(run.definition)}, ${run.reason},
      ${run.retryOf}::uuid, ${run.at}, ${run.by.id}::uuid, ${run.by.name}, ${run.at})`;
  return rows === 1;
}

/** What changes of a run; absent fields stay. */
export interface CanaryMove {
  state?: CanaryState;
  stage?: number;
  stageEnteredAt?: Date;
  startedAt?: Date;
  extendedSeconds?: number;
  pausedAt?: Date | null;
  pausedSeconds?: number;
  ended?: { at: Date; by: { id: string | null; name: string }; reason: string };
  /** Its guards are needed no more. */
  disarmed?: { at: Date; why: string };
}

/** Moves it under the version that was decided on; false when somebody else moved it meanwhile. */
export async function moveCanary(
  tx: Tx,
  { id, version }: Pick<CanaryRun, 'id' | 'version'>,
  { ended, disarmed, ...move }: CanaryMove,
): Promise<boolean> {
  const { count } = await tx.canaryRun.updateMany({
    where: { id, version },
    data: {
      ...move,
      ...(ended
        ? {
            ...{ endedAt: ended.at, endedBy: ended.by.id, endedName: ended.by.name },
            endReason: ended.reason,
          }
        : {}),
      ...(disarmed ? { disarmedAt: disarmed.at, disarmedWhy: disarmed.why } : {}),
      version: version + 1,
    },
  });
  return count === 1;
}

/** A gate as it was decided; the database holds a GO to four different people (canary_gates_signed). */
export interface DecidedGate {
  id: string;
  decision: 'go' | 'no-go';
  /** SHA-256, hexadecimal, of the snapshot that was signed. */
  snapshotHash: string;
  lines: readonly { line: string; person: { id: string; name: string }; signedAt: Date }[];
}

export async function insertGate(
  tx: Tx,
  run: Pick<CanaryRun, 'id' | 'stage'>,
  gate: DecidedGate,
  more: { verdicts: readonly object[]; by: { id: string; name: string }; at: Date },
): Promise<void> {
  await tx.canaryGate.create({
    data: {
      ...{ id: gate.id, runId: run.id, fromStage: run.stage, decision: gate.decision },
      ...{ snapshotHash: gate.snapshotHash, verdicts: more.verdicts as Prisma.InputJsonArray },
      ...{ decidedBy: more.by.id, decidedName: more.by.name, at: more.at },
    },
  });
  if (gate.lines.length === 0) return;
  await tx.canaryGateLine.createMany({
    data: gate.lines.map(({ line, person, signedAt }) => ({
      ...{ gateId: gate.id, line, personId: person.id, personName: person.name, signedAt },
    })),
  });
}

/** The stage that a gate opens; the one before it is left. */
export async function insertStage(
  tx: Tx,
  entry: { runId: string; stage: number; gateId: string; at: Date; changeSetId: string | null },
): Promise<void> {
  const { runId, stage, gateId, at, changeSetId } = entry;
  await leaveStage(tx, runId, at);
  await tx.canaryStage.create({ data: { runId, stage, gateId, enteredAt: at, changeSetId } });
}

export async function leaveStage(tx: Tx, runId: string, at: Date): Promise<void> {
  await tx.canaryStage.updateMany({ where: { runId, leftAt: null }, data: { leftAt: at } });
}

export interface NewBreach {
  runId: string;
  stage: number;
  guard: string;
  sampleAt: Date;
  value: number;
  threshold: number;
  evidence: readonly object[];
  changeSetId: string | null;
  at: Date;
}

export async function insertBreaches(tx: Tx, breaches: readonly NewBreach[]): Promise<void> {
  await tx.canaryBreach.createMany({
    data: breaches.map((breach) => ({ ...breach, evidence: breach.evidence as Prisma.InputJsonArray })),
  });
}
