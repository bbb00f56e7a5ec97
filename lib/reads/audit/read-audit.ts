// The audit log, newest first, by person, switch, kind, time and words.
import { z } from 'zod';
import type { AuditBody, AuditEntryView } from '#lib/contract/console.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { before, limit, moment, name, text } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { auditConditions, wordsQuery } from '#lib/store/audit/audit-filter.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';

const input = z.strictObject({
  person: name.optional().describe('Id of a person or key that did it, as audit-actors lists them.'),
  switch: name.optional().describe('Name of a switch, or whatever else an entry is about.'),
  kind: name.optional().describe('A kind such as switch.changed, or its beginning such as switch.'),
  from: moment.describe('Entries from this time on.'),
  to: moment.describe('Entries up to this time.'),
  text,
  changeSet: z.uuid('Send the id as it was shown.').optional().describe('Entries of one change set.'),
  before,
  limit,
});

type Query = z.output<typeof input>;

/** Counting stops here: the screen then says "more than". */
const COUNT_LIMIT = 10_000;

interface Row {
  seq: bigint;
  at: string;
  actor_kind: AuditEntryView['actor']['kind'];
  actor_id: string;
  actor_name: string;
  kind: string;
  subject: string;
  symbol: string | null;
  old_value: string | null;
  new_value: string | null;
  reason: string | null;
  change_set_id: string | null;
  epoch: number | null;
  revision: bigint | null;
  details: string | null;
  prev_hash: string;
  hash: string;
}

/** Entries that a search for words looks at one by one, newest first, before it asks the index of words. */
const NEAR = 20_000;

async function countUpTo(tx: Tx, where: Prisma.Sql): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>(
    Prisma.sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM audit_log WHERE ${where} LIMIT ${COUNT_LIMIT}) AS counted`,
  );
  return row?.count ?? 0;
}

function detailsOf(json: string | null): AuditEntryView['details'] {
  return json === null ? null : (JSON.parse(json) as AuditEntryView['details']);
}

function viewOf(row: Row): AuditEntryView {
  return {
    seq: Number(row.seq),
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    kind: row.kind,
    subject: row.subject,
    symbol: row.symbol,
    oldValue: row.old_value,
    newValue: row.new_value,
    reason: row.reason,
    changeSetId: row.change_set_id,
    epoch: row.epoch,
    revision: row.revision === null ? null : Number(row.revision),
    details: detailsOf(row.details),
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}

const COLUMNS = Prisma.sql`
  seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, actor_kind, actor_id, actor_name,
  kind, subject, symbol, old_value, new_value, reason, change_set_id::text, epoch, revision, details,
  encode(prev_hash, 'hex') AS prev_hash, encode(hash, 'hex') AS hash`;

function rowsOf(tx: Tx, where: Prisma.Sql, limit: number): Promise<Row[]> {
  return tx.$queryRaw<Row[]>(
    Prisma.sql`SELECT ${COLUMNS} FROM audit_log WHERE ${where} ORDER BY seq DESC LIMIT ${limit}`,
  );
}

/** The newest entry before `before` and up to `to`, as far as the clock went forward; 0 when there is none. */
async function newestSeq(tx: Tx, { before: below, to }: Pick<Query, 'before' | 'to'>): Promise<number> {
  const [row] = to
    ? await tx.$queryRaw<
        { seq: bigint }[]
      >`SELECT seq FROM audit_log WHERE at <= ${to} ORDER BY at DESC LIMIT 1`
    : await tx.$queryRaw<{ seq: bigint }[]>`SELECT seq FROM audit_head`;
  return Math.min(Number(row?.seq ?? 0), (below ?? Number.POSITIVE_INFINITY) - 1);
}

/**
 * The page of a search for words. How often a word occurs the planner can only guess, and a wrong guess reads the whole
 * log. So the newest entries are looked at first: a word that fills no page there is rare enough for its index.
 */
async function rowsOfWords(tx: Tx, where: Prisma.Sql, limit: number, top: number): Promise<Row[]> {
  const near = await rowsOf(tx, Prisma.sql`${where} AND seq > ${top - NEAR}`, limit);
  if (near.length === limit || top <= NEAR) return near;
  return tx.$queryRaw<Row[]>(Prisma.sql`
    WITH found AS MATERIALIZED (SELECT seq FROM audit_log WHERE ${where})
    SELECT ${COLUMNS} FROM audit_log
    WHERE seq IN (SELECT seq FROM found ORDER BY seq DESC LIMIT ${limit}) ORDER BY seq DESC`);
}

export const readAudit: Read<Query, AuditBody> = {
  action: 'read-audit',
  body: 'AuditBody',
  input,
  run: async (tx, query) => {
    const where = auditConditions(query);
    const older = query.before ? Prisma.sql`${where} AND seq < ${query.before}` : where;
    const rows = wordsQuery(query.text)
      ? await rowsOfWords(tx, older, toRead(query.limit), await newestSeq(tx, query))
      : await rowsOf(tx, older, toRead(query.limit));
    const page = pageOf(rows, query.limit, (row) => String(row.seq));
    const filtered = where.values.length > 0;
    return ok({
      items: page.rows.map(viewOf),
      nextBefore: page.nextBefore,
      total: filtered ? await countUpTo(tx, where) : await newestSeq(tx, {}),
    });
  },
};
