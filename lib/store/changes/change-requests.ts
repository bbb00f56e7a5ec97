// Change requests in the database: written under the lock of the matrix, read for the decision on them.
import type { RequestState } from '#lib/catalog/approvals.ts';
import type { Direction } from '#lib/contract/console.ts';
import type { Position } from '#lib/contract/snapshot.ts';
import type { DirectedChange } from '#lib/rules/changes/decide-change.ts';
import type { Tx } from '#lib/store/client.ts';

/** What a request is part of, such as leaving a level. */
export interface RequestSubject {
  kind: string;
  id: string;
}

export interface NewChangeRequest {
  id: string;
  number: number;
  command: string;
  by: { id: string; name: string };
  expiresAt: Date;
  reason: string;
  direction: Direction;
  changes: readonly DirectedChange[];
  diffHash: string;
  places: readonly string[];
  basedOn: Position;
  incident: string | null;
  until: Date | null;
  ownerId: string | null;
  undoesId: string | null;
  subject: RequestSubject | null;
}

export interface StoredRequest {
  id: string;
  number: number;
  state: RequestState;
  command: string;
  requestedBy: { id: string; name: string };
  expiresAt: Date;
  reason: string;
  /** The diff, as it was asked for. */
  changes: readonly DirectedChange[];
  /** Of the matrix that it was asked for. */
  epoch: number;
  diffHash: string;
  incident: string | null;
  until: Date | null;
  owner: { id: string; name: string } | null;
  undoesId: string | null;
  subject: RequestSubject | null;
  decidedName: string | null;
  version: number;
}

export async function insertRequest(tx: Tx, request: NewChangeRequest): Promise<void> {
  await tx.changeRequest.create({
    data: {
      id: request.id,
      number: BigInt(request.number),
      command: request.command,
      requestedBy: request.by.id,
      requestedName: request.by.name,
      expiresAt: request.expiresAt,
      reason: request.reason,
      direction: request.direction,
      changes: request.changes as object[],
      diffHash: request.diffHash,
      places: [...request.places],
      epoch: request.basedOn.epoch,
      basedOn: BigInt(request.basedOn.revision),
      incident: request.incident,
      until: request.until,
      ownerId: request.ownerId,
      undoesId: request.undoesId,
      subjectKind: request.subject?.kind ?? null,
      subjectId: request.subject?.id ?? null,
    },
  });
}

/** One request, or undefined. Whoever decides on it holds the lock of the matrix first. */
export async function changeRequest(tx: Tx, id: string): Promise<StoredRequest | undefined> {
  const row = await tx.changeRequest.findUnique({
    where: { id },
    include: { owner: { select: { id: true, name: true } } },
  });
  if (!row) return undefined;
  return {
    id: row.id,
    number: Number(row.number),
    state: row.state as RequestState,
    command: row.command,
    requestedBy: { id: row.requestedBy, name: row.requestedName },
    expiresAt: row.expiresAt,
    reason: row.reason,
    changes: row.changes as unknown as DirectedChange[],
    epoch: row.epoch,
    diffHash: row.diffHash,
    incident: row.incident,
    until: row.until,
    owner: row.owner,
    undoesId: row.undoesId,
    subject: row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null,
    decidedName: row.decidedName,
    version: row.version,
  };
}

/** Closes an open request as decided by a person. False when it is not open any more, or not at this version. */
export async function decideRequest(
  tx: Tx,
  request: { id: string; version: number },
  state: 'approved' | 'refused' | 'withdrawn',
  by: { id: string; name: string },
  reason: string | null,
): Promise<boolean> {
  const closed = await tx.$executeRaw`
    UPDATE change_requests SET state = ${state}, decided_by = ${by.id}::uuid, decided_name = ${by.name},
      decided_at = clock_timestamp(), decision_reason = ${reason}, version = version + 1
    WHERE id = ${request.id}::uuid AND state = 'open' AND version = ${request.version}`;
  return closed === 1;
}

/** Closes open requests whose time is over. False when one is not open, or not over yet. */
export async function expireRequests(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const closed = await tx.$executeRaw`
    UPDATE change_requests SET state = 'expired', version = version + 1
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'open' AND expires_at <= clock_timestamp()`;
  return closed === ids.length;
}

/** What made a request void: a change set that touched it, or somebody's press of a bundle that changed no value. */
export type Voider = { changeSetId: string } | { name: string; at: Date };

/** Makes open requests void. */
export async function voidRequests(tx: Tx, ids: readonly string[], by: Voider): Promise<void> {
  const voider =
    'changeSetId' in by ? { voidedBy: by.changeSetId } : { voidedName: by.name, voidedAt: by.at };
  await tx.changeRequest.updateMany({
    where: { id: { in: [...ids] }, state: 'open' },
    data: { state: 'void', ...voider, version: { increment: 1 } },
  });
}
