// Presses of degradation levels in the database, written under the lock of the matrix.
import { SILENT_AFTER_MS } from '#lib/contract/edge.ts';
import type { Position } from '#lib/contract/snapshot.ts';
import type { BehindInstance, Settings } from '#lib/rules/changes/levels.ts';
import type { AuditActor } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';

export interface NewPress {
  id: string;
  level: number;
  settings: Settings;
  pressedBy: AuditActor;
  pressedAt: Date;
  reason: string;
  changeSetId: string | null;
  before: Position;
  observeUntil: Date;
}

export interface StoredPress extends NewPress {
  confirmedAt: Date | null;
  confirmedName: string | null;
  left: boolean;
}

interface Row {
  id: string;
  level: number;
  settings: unknown;
  pressedByKind: string;
  pressedById: string;
  pressedByName: string;
  pressedAt: Date;
  reason: string;
  changeSetId: string | null;
  beforeEpoch: number;
  beforeRevision: bigint;
  observeUntil: Date;
  confirmedAt: Date | null;
  confirmedName: string | null;
  leftAt: Date | null;
}

function pressOf(row: Row): StoredPress {
  return {
    id: row.id,
    level: row.level,
    settings: row.settings as Settings,
    pressedBy: {
      kind: row.pressedByKind as AuditActor['kind'],
      id: row.pressedById,
      name: row.pressedByName,
    },
    pressedAt: row.pressedAt,
    reason: row.reason,
    changeSetId: row.changeSetId,
    before: { epoch: row.beforeEpoch, revision: Number(row.beforeRevision) },
    observeUntil: row.observeUntil,
    confirmedAt: row.confirmedAt,
    confirmedName: row.confirmedName,
    left: row.leftAt !== null,
  };
}

/** The newest press that nobody has left, or undefined. */
export async function openPress(tx: Tx): Promise<StoredPress | undefined> {
  const row = await tx.levelPress.findFirst({ where: { leftAt: null }, orderBy: { pressedAt: 'desc' } });
  return row ? pressOf(row) : undefined;
}

export async function pressById(tx: Tx, id: string): Promise<StoredPress | undefined> {
  const row = await tx.levelPress.findUnique({ where: { id } });
  return row ? pressOf(row) : undefined;
}

/** `again`: the press of the same level that it takes the place of. */
export async function insertPress(tx: Tx, press: NewPress, again: string | undefined): Promise<void> {
  if (again) await leavePress(tx, again, null);
  await tx.levelPress.create({
    data: {
      id: press.id,
      level: press.level,
      settings: press.settings as object,
      pressedByKind: press.pressedBy.kind,
      pressedById: press.pressedBy.id,
      pressedByName: press.pressedBy.name,
      pressedAt: press.pressedAt,
      reason: press.reason,
      changeSetId: press.changeSetId,
      beforeEpoch: press.before.epoch,
      beforeRevision: BigInt(press.before.revision),
      observeUntil: press.observeUntil,
    },
  });
}

/** False when it was left before. */
export async function leavePress(tx: Tx, id: string, changeSetId: string | null): Promise<boolean> {
  const left = await tx.$executeRaw`
    UPDATE level_presses SET left_at = clock_timestamp(), left_by = ${changeSetId}::uuid
    WHERE id = ${id}::uuid AND left_at IS NULL`;
  return left === 1;
}

/** Instances that count and are silent, or have not applied what the press set; by name. */
export async function instancesBehind(tx: Tx, pressId: string): Promise<BehindInstance[]> {
  return tx.$queryRaw<BehindInstance[]>`
    WITH heard AS (
      SELECT id, epoch, revision,
        clock_timestamp() - last_seen_at > make_interval(secs => ${SILENT_AFTER_MS / 1_000}::int) AS silent
      FROM instances WHERE left_at IS NULL AND isolated_at IS NULL
    )
    SELECT i.id, i.silent FROM heard i, level_presses p LEFT JOIN change_sets c ON c.id = p.change_set_id
    WHERE p.id = ${pressId}::uuid AND (i.silent OR (i.epoch, i.revision) <
      (coalesce(c.epoch, p.before_epoch), coalesce(c.revision, p.before_revision)))
    ORDER BY i.id`;
}

/** False when it was confirmed or left before, or its time of observation is not over. */
export async function confirmPress(tx: Tx, id: string, by: { id: string; name: string }): Promise<boolean> {
  const confirmed = await tx.$executeRaw`
    UPDATE level_presses SET confirmed_at = clock_timestamp(), confirmed_by = ${by.id}::uuid, confirmed_name = ${by.name}
    WHERE id = ${id}::uuid AND left_at IS NULL AND confirmed_at IS NULL AND observe_until <= clock_timestamp()`;
  return confirmed === 1;
}

/** What the database was told of the bundles: its trigger asks (switch_changes_of_level). */
export async function toldBundles(tx: Tx): Promise<{ level: number; settings: Settings }[]> {
  const rows = await tx.levelBundle.findMany({ orderBy: { level: 'asc' } });
  return rows.map(({ level, settings }) => ({ level, settings: settings as Settings }));
}
