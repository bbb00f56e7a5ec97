// The matrix in the database: lock and read it, save a change set with the next revision and its snapshot.

import type { Authority } from '#lib/catalog/approvals.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { Direction } from '#lib/contract/console.ts';
import type { Position, Snapshot, SwitchEntry } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Debt, OpenP0, OpenStop } from '#lib/rules/changes/change-authority.ts';
import { type DirectedChange, type MatrixState, placeKey } from '#lib/rules/changes/decide-change.ts';
import type { Matrix, MatrixChange } from '#lib/rules/changes/matrix.ts';
import { OPEN_P0 } from '#lib/store/alerts/alert-board.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';
import { ON_THE_WAY_MS } from './effect-checks.ts';

interface ValueRow {
  switch: string;
  symbol: string;
  value: WireValue;
  revision: bigint;
}

/** Builds the matrix (the snapshot's `switches`) from value rows; '' is the global value. */
function matrixOf(rows: readonly ValueRow[]): Matrix {
  const entries: Record<string, SwitchEntry & { overrides?: Record<string, WireValue> }> = {};
  for (const row of rows) if (row.symbol === '') entries[row.switch] = { value: row.value };
  for (const row of rows) {
    const entry = entries[row.switch];
    if (row.symbol === '' || !entry) continue;
    entry.overrides = { ...entry.overrides, [row.symbol]: row.value };
  }
  return entries;
}

/** A change request that waits, as far as a change of the matrix has to know it. */
export interface OpenRequest {
  id: string;
  number: number;
  /** `switch` or `switch/symbol` of every change in it. */
  places: readonly string[];
  diffHash: string;
  until: Date | null;
  ownerId: string | null;
  expired: boolean;
}

/** What a change of the matrix is decided on, all of it read under the lock of the head. */
export interface LockedMatrix extends MatrixState {
  openRequests: readonly OpenRequest[];
  /** For the next change request: given out under the lock. */
  nextRequest: number;
  /** The person named as owner; null when there is no such person or they are disabled, absent when none was named. */
  owner?: { id: string; name: string } | null;
}

interface MatrixRow {
  epoch: number;
  revision: bigint;
  owner: { id: string; name: string } | null;
  values: ValueRow[] | null;
  broken_seq: bigint | null;
  debts: Debt[] | null;
  open_stop: OpenStop | null;
  open_p0: OpenP0 | null;
  requests: (Omit<OpenRequest, 'until'> & { until: string | null })[] | null;
  next_request: bigint;
  now: Date;
}

function columnsOf(ownerId: string | null): Prisma.Sql {
  return Prisma.sql`
    SELECT head.epoch, head.revision,
           (SELECT jsonb_build_object('id', id, 'name', name) FROM people WHERE id = ${ownerId}::uuid AND disabled_at IS NULL) AS owner,
           (SELECT jsonb_agg(jsonb_build_object('switch', switch, 'symbol', symbol, 'value', value, 'revision', revision) ORDER BY switch, symbol)
              FROM switch_values) AS values,
           (SELECT broken_seq FROM audit_integrity) AS broken_seq,
           (SELECT jsonb_agg(jsonb_build_object('id', id, 'incident', incident, 'by', person_name) ORDER BY at)
              FROM break_glass WHERE reviewed_by IS NULL) AS debts,
           (SELECT jsonb_build_object('id', id, 'settings', settings) FROM emergency_stops WHERE restarted_at IS NULL) AS open_stop,
           (${OPEN_P0}) AS open_p0,
           (SELECT jsonb_agg(jsonb_build_object('id', id, 'number', number, 'places', places, 'diffHash', diff_hash,
                'until', utc_text(until), 'ownerId', owner_id, 'expired', expires_at <= clock_timestamp()) ORDER BY number)
              FROM change_requests WHERE state = 'open') AS requests,
           (SELECT coalesce(max(number), 0) + 1 FROM change_requests) AS next_request,
           clock_timestamp() AS now
    FROM matrix_head AS head`;
}

/** What a change would be decided on now, without a lock: for previews. */
export async function peekMatrix(tx: Tx): Promise<{ state: LockedMatrix; now: Date }> {
  return lockedMatrix(await tx.$queryRaw<MatrixRow[]>`/* peek-matrix */ ${columnsOf(null)}`);
}

/**
 * Locks the one head row until the transaction ends (whoever holds it writes the next revision), then reads what a change
 * is decided on, and the database's clock after the lock was had. Two statements on one way: the second sees what the
 * previous holder of the lock committed.
 */
export async function lockMatrix(tx: Tx, ownerId?: string): Promise<{ state: LockedMatrix; now: Date }> {
  const rows = await tx.$queryRaw<MatrixRow[]>`/* lock-head */
    SELECT FROM matrix_head FOR UPDATE
    /* then read-matrix */ ${columnsOf(ownerId ?? null)}`;
  return lockedMatrix(rows, ownerId !== undefined);
}

function lockedMatrix([row]: readonly MatrixRow[], ownerNamed = false): { state: LockedMatrix; now: Date } {
  if (!row) throw new Error('matrix_head is empty: the installation was never initialised');
  const rows = row.values ?? [];
  const lastRevision: Record<string, number> = {};
  for (const value of rows)
    lastRevision[placeKey(value.switch, value.symbol || null)] = Number(value.revision);
  return {
    state: {
      epoch: row.epoch,
      revision: Number(row.revision),
      matrix: matrixOf(rows),
      lastRevision,
      brokenAt: row.broken_seq == null ? null : Number(row.broken_seq),
      debts: row.debts ?? [],
      openStop: row.open_stop ?? null,
      openP0: row.open_p0 ?? null,
      openRequests: (row.requests ?? []).map((request) => ({
        ...request,
        until: request.until === null ? null : new Date(request.until),
      })),
      nextRequest: Number(row.next_request),
      ...(ownerNamed ? { owner: row.owner } : {}),
    },
    now: row.now,
  };
}

export interface NewChangeSet {
  id: string;
  command: string;
  actor: { kind: string; id: string; name: string };
  reason: string;
  direction: Direction;
  budgetMs: number;
  undoesId: string | null;
  authority: Authority;
  incident: string | null;
  /** Set when a second person approved it. */
  request: { id: string; approvedBy: { id: string; name: string } } | null;
  changes: readonly DirectedChange[];
  next: Matrix;
}

/**
 * Saves a change set at `from.revision + 1`, all of it in one statement: change set, its check, changes, values, snapshot, head.
 * Answers the new revision, or undefined when the head is not at `from` (somebody else wrote: a conflict).
 */
export async function saveChangeSet(
  tx: Tx,
  from: Position,
  set: NewChangeSet,
): Promise<Position | undefined> {
  const to: Position = { epoch: from.epoch, revision: from.revision + 1 };
  const changes = JSON.stringify(
    set.changes.map((change) => ({
      switch: change.switch,
      symbol: change.symbol ?? '',
      old_value: change.oldValue,
      new_value: change.newValue,
      old_inherited: change.oldInherited,
      new_inherited: change.newInherited,
      direction: change.direction,
    })),
  );
  const switches = JSON.stringify(set.next);
  const saved = await tx.$queryRaw<{ revision: bigint }[]>`/* save-change-set */
    WITH moment AS (SELECT clock_timestamp() AS at),
    change AS (
      SELECT c.* FROM jsonb_to_recordset(${changes}::jsonb) AS c(switch text, symbol text, old_value jsonb,
        new_value jsonb, old_inherited boolean, new_inherited boolean, direction text)
    ),
    new_set AS (
      INSERT INTO change_sets (id, epoch, revision, command, actor_kind, actor_id, actor_name, reason, direction, undoes_id, budget_ms,
        authority, incident, request_id, approved_by, approved_name, committed_at)
      SELECT ${set.id}::uuid, ${to.epoch}, ${to.revision}, ${set.command}, ${set.actor.kind}, ${set.actor.id}, ${set.actor.name},
        ${set.reason}, ${set.direction}, ${set.undoesId}::uuid, ${set.budgetMs},
        ${set.authority}, ${set.incident}, ${set.request?.id ?? null}::uuid, ${set.request?.approvedBy.id ?? null}::uuid,
        ${set.request?.approvedBy.name ?? null}, moment.at FROM moment
    ),
    new_check AS (
      INSERT INTO effect_checks (change_set_id, due_at)
      SELECT ${set.id}::uuid, moment.at + ${set.budgetMs + ON_THE_WAY_MS} * interval '1 millisecond' FROM moment
    ),
    new_changes AS (
      INSERT INTO switch_changes (change_set_id, switch, symbol, old_value, new_value, old_inherited, new_inherited, direction, epoch, revision, at)
      SELECT ${set.id}::uuid, switch, symbol, coalesce(old_value, 'null'), coalesce(new_value, 'null'), old_inherited, new_inherited,
        direction, ${to.epoch}, ${to.revision}, moment.at FROM change, moment
    ),
    set_values AS (
      INSERT INTO switch_values (switch, symbol, value, epoch, revision, change_set_id, changed_at)
      SELECT switch, symbol, coalesce(new_value, 'null'), ${to.epoch}, ${to.revision}, ${set.id}::uuid, moment.at
        FROM change, moment WHERE NOT new_inherited
      ON CONFLICT (switch, symbol) DO UPDATE SET value = excluded.value, epoch = excluded.epoch,
        revision = excluded.revision, change_set_id = excluded.change_set_id, changed_at = excluded.changed_at
    ),
    removed_overrides AS (
      DELETE FROM switch_values v USING change c WHERE c.new_inherited AND v.switch = c.switch AND v.symbol = c.symbol
    ),
    ended_deadlines AS (
      UPDATE value_deadlines d SET ended_at = moment.at, ended_by = ${set.id}::uuid, version = d.version + 1 FROM change c, moment
      WHERE d.ended_at IS NULL AND d.switch = c.switch AND d.symbol = c.symbol
    ),
    new_snapshot AS (
      INSERT INTO snapshots (epoch, revision, body, published_at)
      SELECT ${to.epoch}, ${to.revision}, jsonb_build_object('epoch', ${to.epoch}::int, 'revision', ${to.revision}::bigint,
        'publishedAt', to_char(moment.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'switches', ${switches}::jsonb), moment.at
      FROM moment
    )
    UPDATE matrix_head SET revision = ${to.revision}, published_at = moment.at FROM moment
    WHERE epoch = ${from.epoch} AND matrix_head.revision = ${from.revision}
    RETURNING matrix_head.revision`;
  return saved.length === 1 ? to : undefined;
}

/** The snapshot of one revision, or undefined. */
export async function snapshotAt(tx: Tx, at: Position): Promise<Snapshot | undefined> {
  const row = await tx.snapshot.findUnique({
    where: { epoch_revision: { epoch: at.epoch, revision: BigInt(at.revision) } },
  });
  return row ? (row.body as unknown as Snapshot) : undefined;
}

/**
 * The newest snapshot published in or before the millisecond of a moment, or undefined when there was none yet. The
 * database keeps microseconds and a moment has none: the time of a change, copied from any screen, means with it.
 */
export async function snapshotBefore(tx: Tx, moment: Date): Promise<Snapshot | undefined> {
  const row = await tx.snapshot.findFirst({
    where: { publishedAt: { lt: new Date(moment.getTime() + 1) } },
    orderBy: [{ epoch: 'desc' }, { revision: 'desc' }],
  });
  return row ? (row.body as unknown as Snapshot) : undefined;
}

/** The newest snapshot of all. */
export async function newestSnapshot(tx: Tx): Promise<Snapshot | undefined> {
  const row = await tx.snapshot.findFirst({ orderBy: [{ epoch: 'desc' }, { revision: 'desc' }] });
  return row ? (row.body as unknown as Snapshot) : undefined;
}

export interface StoredChangeSet {
  id: string;
  epoch: number;
  revision: number;
  changes: readonly MatrixChange[];
}

/** One change set with its changes, or undefined. */
export async function changeSet(tx: Tx, id: string): Promise<StoredChangeSet | undefined> {
  const row = await tx.changeSet.findUnique({ where: { id }, include: { changes: true } });
  if (!row) return undefined;
  return {
    id: row.id,
    epoch: row.epoch,
    revision: Number(row.revision),
    changes: row.changes.map((change) => ({
      switch: change.switch as SwitchName,
      symbol: change.symbol || null,
      oldValue: change.oldValue as WireValue,
      newValue: change.newValue as WireValue,
      oldInherited: change.oldInherited,
      newInherited: change.newInherited,
    })),
  };
}

/** What the database was told of the catalogue: its triggers ask (switch_changes_second_person). */
export async function toldCritical(tx: Tx): Promise<string[]> {
  const rows = await tx.criticalSwitch.findMany();
  return rows.map((row) => row.switch);
}

/** Creates the head row of a new installation at epoch 1, revision 0; does nothing when there is one. */
export async function createHead(tx: Tx): Promise<void> {
  await tx.$executeRaw(
    Prisma.sql`INSERT INTO matrix_head (epoch, revision) VALUES (1, 0) ON CONFLICT DO NOTHING`,
  );
}
