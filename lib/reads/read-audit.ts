// The audit log, newest first, by person, switch, kind, time and words.
import { z } from 'zod';
import type { AuditBody, AuditEntryView } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';
import { before, limit, moment, name, text } from './query.ts';
import type { Read } from './read.ts';

const input = z.strictObject({
  /** Actor id, or part of nothing: exact. */
  person: name.optional(),
  switch: name.optional(),
  /** Exact kind, or a prefix such as `switch`. */
  kind: name.optional(),
  from: moment,
  to: moment,
  text,
  changeSet: z.uuid('Send the id as it was shown.').optional(),
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

/** Every word of the search as a prefix; undefined when it has no word. */
function wordsQuery(words: string | undefined): string | undefined {
  const parts = (words ?? '').toLowerCase().match(/[\p{L}\p{N}]+/gu);
  return parts?.map((part) => `${part}:*`).join(' & ');
}

function conditions(query: Query): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`true`];
  if (query.person) parts.push(Prisma.sql`actor_id = ${query.person}`);
  if (query.switch) parts.push(Prisma.sql`subject = ${query.switch}`);
  if (query.kind) parts.push(Prisma.sql`(kind = ${query.kind} OR starts_with(kind, ${`${query.kind}.`}))`);
  if (query.from) parts.push(Prisma.sql`at >= ${query.from}`);
  if (query.to) parts.push(Prisma.sql`at <= ${query.to}`);
  if (query.changeSet) parts.push(Prisma.sql`change_set_id = ${query.changeSet}::uuid`);
  const words = wordsQuery(query.text);
  if (words) parts.push(Prisma.sql`search @@ to_tsquery('simple', ${words})`);
  return Prisma.join(parts, ' AND ');
}

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

export const readAudit: Read<Query, AuditBody> = {
  action: 'read-audit',
  input,
  run: async (tx, query) => {
    const where = conditions(query);
    const page = query.before ? Prisma.sql`${where} AND seq < ${query.before}` : where;
    const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
      SELECT seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, actor_kind, actor_id, actor_name,
        kind, subject, symbol, old_value, new_value, reason, change_set_id::text, epoch, revision, details,
        encode(prev_hash, 'hex') AS prev_hash, encode(hash, 'hex') AS hash
      FROM audit_log WHERE ${page} ORDER BY seq DESC LIMIT ${query.limit}`);
    const filtered = where.values.length > 0;
    const head = filtered ? undefined : await tx.auditHead.findFirstOrThrow();
    return ok({
      items: rows.map(viewOf),
      nextBefore: rows.length === query.limit ? Number(rows.at(-1)?.seq) : null,
      total: head ? Number(head.seq) : await countUpTo(tx, where),
    });
  },
};
