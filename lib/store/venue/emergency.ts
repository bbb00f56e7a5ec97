// Emergency stops and commands to executors in the database.
import type { ExecutorCommandName } from '#lib/catalog/executor-commands.ts';
import type { Position } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { AuditActor } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';

export interface NewCommand {
  id: string;
  command: ExecutorCommandName;
  argument: string | null;
  executorId: string | null;
  reason: string;
  by: AuditActor;
  issuedAt: Date;
  expiresAt: Date;
  stopId: string | null;
  runId: string | null;
}

export async function insertCommands(tx: Tx, commands: readonly NewCommand[]): Promise<void> {
  await tx.executorCommand.createMany({
    data: commands.map(({ by, ...command }) => ({
      ...command,
      issuedByKind: by.kind,
      issuedById: by.id,
      issuedByName: by.name,
    })),
  });
}

export interface NewStop {
  id: string;
  source: 'console' | 'edge';
  edgeId: string | null;
  pressedAt: Date;
  pressedBy: AuditActor;
  reason: string;
  settings: Readonly<Record<string, WireValue>>;
  changeSetId: string | null;
  before: Position;
  /** First position that holds its values. */
  at: Position;
}

/** After its change set. The unique index of open stops lets only one of two at the same moment through. */
export async function insertStop(tx: Tx, stop: NewStop): Promise<void> {
  await tx.emergencyStop.create({
    data: {
      id: stop.id,
      source: stop.source,
      edgeId: stop.edgeId,
      pressedAt: stop.pressedAt,
      pressedByKind: stop.pressedBy.kind,
      pressedById: stop.pressedBy.id,
      pressedByName: stop.pressedBy.name,
      reason: stop.reason,
      settings: stop.settings as object,
      changeSetId: stop.changeSetId,
      beforeEpoch: stop.before.epoch,
      beforeRevision: BigInt(stop.before.revision),
      epoch: stop.at.epoch,
      revision: BigInt(stop.at.revision),
    },
  });
}

export interface StoredStop {
  id: string;
  changeSetId: string | null;
  before: Position;
  at: Position;
  commandIds: readonly string[];
}

/** The stop that has not been restarted, or undefined. Read under the lock of the matrix. */
export async function openStop(tx: Tx): Promise<StoredStop | undefined> {
  const row = await tx.emergencyStop.findFirst({
    where: { restartedAt: null },
    include: { commands: { select: { id: true }, orderBy: { issuedAt: 'asc' } } },
  });
  if (!row) return undefined;
  return {
    id: row.id,
    changeSetId: row.changeSetId,
    before: { epoch: row.beforeEpoch, revision: Number(row.beforeRevision) },
    at: { epoch: row.epoch, revision: Number(row.revision) },
    commandIds: row.commands.map(({ id }) => id),
  };
}

/** Ends the latch. False when it is not open any more. */
export async function closeStop(tx: Tx, id: string, changeSetId: string | null): Promise<boolean> {
  const closed = await tx.$executeRaw`
    UPDATE emergency_stops SET restarted_at = clock_timestamp(), restarted_by = ${changeSetId}::uuid
    WHERE id = ${id}::uuid AND restarted_at IS NULL`;
  return closed === 1;
}

export interface StoredEdgeStop {
  id: string;
  edgeId: string;
  pressedAt: Date;
  /** The key that pressed it; null when this database does not know it. */
  key: { id: string; name: string } | null;
  reason: string;
  recorded: boolean;
}

/** A stop that an edge latched by itself, or undefined. */
export async function edgeStop(tx: Tx, id: string): Promise<StoredEdgeStop | undefined> {
  const row = await tx.edgeStop.findUnique({
    where: { id },
    include: { key: { select: { id: true, name: true } } },
  });
  if (!row) return undefined;
  const { edgeId, pressedAt, key, reason, recordedAs } = row;
  return { id, edgeId, pressedAt, key, reason, recorded: recordedAs !== null };
}

/** The edge stop is part of `stopId` from now on. False when it was recorded before. */
export async function noteEdgeStop(tx: Tx, id: string, stopId: string): Promise<boolean> {
  const { count } = await tx.edgeStop.updateMany({
    where: { id, recordedAs: null },
    data: { recordedAs: stopId },
  });
  return count === 1;
}
