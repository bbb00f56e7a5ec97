// Reads what an export of the audit log hands out, a bounded stretch of sequence numbers at a time.
import type { AuditExportEntry, CheckpointLine } from '#lib/contract/audit-export.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';
import { type AuditFilter, auditConditions, wordsQuery } from './audit-filter.ts';

/** Entries looked at by one statement: a few milliseconds for whoever else works here, a few megabytes at most. */
const STRETCH = 2_000;
const COUNT_STRETCH = 50_000;
const CHECKPOINTS_AT_ONCE = 2_000;

/** From the first entry to the last, both inclusive; empty when `last` is below `first`. */
export interface SeqRange {
  first: number;
  last: number;
}

/** The entries between two moments, as far as the clock went forward. Everything up to the head is committed. */
export async function rangeBetween(tx: Tx, from: Date | undefined, to: Date | undefined): Promise<SeqRange> {
  const [head] = await tx.$queryRaw<{ seq: bigint }[]>`SELECT seq FROM audit_head`;
  const newest = Number(head?.seq ?? 0);
  const [begin] = from
    ? await tx.$queryRaw<
        { seq: bigint }[]
      >`SELECT seq FROM audit_log WHERE at >= ${from} AND seq <= ${newest} ORDER BY at, seq LIMIT 1`
    : [{ seq: 1n }];
  const [end] = to
    ? await tx.$queryRaw<
        { seq: bigint }[]
      >`SELECT seq FROM audit_log WHERE at <= ${to} AND seq <= ${newest} ORDER BY at DESC, seq DESC LIMIT 1`
    : [{ seq: BigInt(newest) }];
  return { first: begin ? Number(begin.seq) : newest + 1, last: Number(end?.seq ?? 0) };
}

/**
 * The range made wider to where the chain is signed: it begins after a signed entry (or with the first of all) and
 * ends with one, so that a file of it cannot lose either end unnoticed. Undefined while nothing of it is signed.
 */
export async function signedRange(tx: Tx, { first, last }: SeqRange): Promise<SeqRange | undefined> {
  const [row] = await tx.$queryRaw<{ before: bigint | null; end: bigint | null }[]>`
    SELECT (SELECT max(seq) FROM audit_checkpoints WHERE seq < ${first}) AS before,
      coalesce((SELECT min(seq) FROM audit_checkpoints WHERE seq >= ${last}), (SELECT max(seq) FROM audit_checkpoints)) AS end`;
  const range = { first: Number(row?.before ?? 0) + 1, last: Number(row?.end ?? 0) };
  return range.last >= range.first ? range : undefined;
}

/** A stretch of the log by its primary key, then the filter: no guess of the planner can make it read more. */
function stretch(filter: AuditFilter, after: number, to: number): Prisma.Sql {
  const where = auditConditions(filter);
  return wordsQuery(filter.text)
    ? Prisma.sql`FROM (SELECT * FROM audit_log WHERE seq > ${after} AND seq <= ${to} OFFSET 0) AS stretch WHERE ${where}`
    : Prisma.sql`FROM audit_log WHERE seq > ${after} AND seq <= ${to} AND ${where}`;
}

/** Exactly how many entries of the range the filter lets through. */
export async function countEntries(tx: Tx, filter: AuditFilter, { first, last }: SeqRange): Promise<number> {
  let count = 0;
  const step = wordsQuery(filter.text) ? STRETCH * 5 : COUNT_STRETCH;
  for (let after = first - 1; after < last; after += step) {
    const part = stretch(filter, after, Math.min(last, after + step));
    const [row] = await tx.$queryRaw<{ count: number }[]>(Prisma.sql`SELECT count(*)::int AS count ${part}`);
    count += row?.count ?? 0;
  }
  return count;
}

/** When the first and the last entry of the range were written, ISO; null where there is none. */
export async function timesOf(
  tx: Tx,
  range: SeqRange,
): Promise<{ first: string | null; last: string | null }> {
  const rows = await tx.$queryRaw<{ seq: bigint; at: Date }[]>`
    SELECT seq, at FROM audit_log WHERE seq IN (${range.first}, ${range.last})`;
  const at = (seq: number) => rows.find((row) => Number(row.seq) === seq)?.at.toISOString() ?? null;
  return { first: at(range.first), last: at(range.last) };
}

type Row = Omit<AuditExportEntry, 'seq' | 'revision'> & { seq: bigint; revision: bigint | null };

// The form of each column is the one that was hashed: microseconds, UTC (audit_content in the migration).
const COLUMNS = Prisma.sql`seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
  actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", kind, subject, symbol,
  old_value AS "oldValue", new_value AS "newValue", reason, change_set_id::text AS "changeSetId", epoch, revision, details,
  encode(prev_hash, 'hex') AS "prevHash", encode(hash, 'hex') AS hash`;

/** The entries of the range that the filter lets through, oldest first, in portions. Throws what the database throws. */
export async function* exportEntries(
  tx: Tx,
  filter: AuditFilter,
  { first, last }: SeqRange,
): AsyncGenerator<AuditExportEntry[]> {
  for (let after = first - 1; after < last; after += STRETCH) {
    const part = stretch(filter, after, Math.min(last, after + STRETCH));
    const rows = await tx.$queryRaw<Row[]>(Prisma.sql`SELECT ${COLUMNS} ${part} ORDER BY seq`);
    if (rows.length === 0) continue;
    yield rows.map((row) => ({
      ...row,
      seq: Number(row.seq),
      revision: row.revision === null ? null : Number(row.revision),
    }));
  }
}

/** Signed checkpoints of entries after this one, oldest first. */
async function checkpointsAfter(tx: Tx, after: number, most: number): Promise<CheckpointLine[]> {
  const rows = await tx.$queryRaw<(Omit<CheckpointLine, 'seq'> & { seq: bigint })[]>`
    SELECT i.installation_id::text AS "installationId", c.seq, encode(c.hash, 'hex') AS hash,
      to_char(c.signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "signedAt", c.key_id AS "keyId", c.signature
    FROM audit_checkpoints c CROSS JOIN installation i WHERE c.seq > ${after} ORDER BY c.seq LIMIT ${most}`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** The first signed checkpoint of this entry or a later one; undefined while there is none. */
export async function checkpointFrom(tx: Tx, seq: number): Promise<CheckpointLine | undefined> {
  const [line] = await checkpointsAfter(tx, seq - 1, 1);
  return line;
}

/** Every signed checkpoint, oldest first, in portions. */
export async function* exportCheckpoints(tx: Tx): AsyncGenerator<CheckpointLine[]> {
  for (let after = -1; ; ) {
    const lines = await checkpointsAfter(tx, after, CHECKPOINTS_AT_ONCE);
    if (lines.length > 0) yield lines;
    if (lines.length < CHECKPOINTS_AT_ONCE) return;
    after = lines.at(-1)?.seq ?? after;
  }
}
