// Reads the audit chain with plain SQL, page by page as text; what a page says is hashed elsewhere (lib/rules/audit/chain.ts).
// Not Prisma: it would turn a million times into Dates, which have no microseconds. Not lib/store: the CLI opens no store.
import type { ClientBase } from 'pg';
import type { Link, StatedHead } from '#lib/rules/audit/chain.ts';
import { CONTENT_FIELD_COUNT } from '#lib/rules/audit/chain.ts';

/** Rows of a page: a few megabytes, and well below the statement time-out of the application role. */
export const PAGE_ROWS = 5_000;

export interface StatedChain {
  installationId: string;
  head: StatedHead;
}

/** The end of the log as the database states it, in one statement, so that writers at work do not show as a break. */
export async function readStatedHead(client: ClientBase): Promise<StatedChain> {
  const { rows } = await client.query<{ id: string; seq: string; hash: string; newest: string }>(
    `SELECT i.installation_id AS id, h.seq, encode(h.hash, 'hex') AS hash,
       coalesce((SELECT max(seq) FROM audit_log), 0) AS newest
     FROM installation i, audit_head h`,
  );
  const [row] = rows;
  if (!row) throw new Error('this database holds no Bulkhead installation');
  return {
    installationId: row.id,
    head: { seq: Number(row.seq), hash: row.hash, newestSeq: Number(row.newest) },
  };
}

// The columns of audit_content() in its order and in its text form, then the stored hashes. Nothing the database
// computes from the content is trusted: audit_content() itself could have been replaced.
const PAGE = `
  SELECT seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor_kind, actor_id, actor_name,
    kind, subject, symbol, old_value, new_value, reason, change_set_id::text, epoch::text, revision::text, details,
    encode(prev_hash, 'hex'), encode(hash, 'hex')
  FROM audit_log l WHERE l.seq > $1 AND l.seq <= $2 ORDER BY l.seq LIMIT $3`;

type Row = (string | null)[];

function linkOfRow(row: Row): Link {
  return {
    seq: Number(row[0]),
    fields: row.slice(0, CONTENT_FIELD_COUNT),
    prevHash: row[CONTENT_FIELD_COUNT] ?? '',
    hash: row[CONTENT_FIELD_COUNT + 1] ?? '',
  };
}

/** Below any sequence: rows that were put in under 0 belong to the whole log too. */
export const BEFORE_ALL = '-9223372036854775808';

/**
 * The entries after `after` up to `to`, in order. The database works on the next page while this one is hashed.
 * Throws what the connection throws.
 */
export async function* readLinks(
  client: ClientBase,
  after: number | typeof BEFORE_ALL,
  to: number,
  pageRows = PAGE_ROWS,
): AsyncGenerator<Link[]> {
  const page = (from: number | string) => {
    const query = client.query<Row>({ text: PAGE, values: [from, to, pageRows], rowMode: 'array' });
    // A reader that stops early hears nothing of the page it no longer wants.
    query.catch(() => {});
    return query;
  };
  let next = page(after);
  try {
    for (;;) {
      const { rows } = await next;
      const last = rows.at(-1);
      if (!last) return;
      const more = rows.length === pageRows;
      if (more) next = page(last[0] ?? '');
      yield rows.map(linkOfRow);
      if (!more) return;
    }
  } finally {
    // The connection is free again for whoever stopped early.
    await next.catch(() => {});
  }
}

/** The hash each of these entries has now; an entry that is not there is absent. */
export async function readHashes(client: ClientBase, seqs: readonly number[]): Promise<Map<number, string>> {
  if (seqs.length === 0) return new Map();
  const { rows } = await client.query<{ seq: string; hash: string }>(
    `SELECT seq, encode(hash, 'hex') AS hash FROM audit_log WHERE seq = ANY($1::bigint[])`,
    [seqs],
  );
  return new Map(rows.map((row) => [Number(row.seq), row.hash]));
}
