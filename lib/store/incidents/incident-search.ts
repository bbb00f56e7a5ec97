// Full text search over incidents, post-mortems, prevention and notes, those of linked alerts and runs included.
import { Prisma, type Tx } from '#lib/store/client.ts';

export interface Found {
  number: number;
  title: string;
  severity: string;
  mitigatedAt: Date | null;
  resolvedAt: Date | null;
  where: string;
  at: Date;
  by: string | null;
  /** With the words found between U+0001 and U+0002, and U+0003 and U+0004 for angle brackets. */
  excerpt: string;
}

// Marks that no stored text holds: every door refuses control characters.
const MARKS =
  'StartSel=\u0001, StopSel=\u0002, MaxWords=30, MinWords=12, MaxFragments=2, FragmentDelimiter=" ... "';

/** ts_headline leaves out whatever looks like a tag: brackets are others while it looks. */
const BRACKETS = '\u0003\u0004';

/** `query` is text of to_tsquery. Newest incidents first, what was said last first within one. */
export async function searchIncidents(tx: Tx, query: string, most: number): Promise<Found[]> {
  const q = Prisma.sql`to_tsquery('english', ${query})`;
  return tx.$queryRaw<Found[]>`
    WITH found AS (
      SELECT id AS incident_id, 'incident' AS place, opened_at AS at, opened_name AS by, title || coalesce(' ' || systems, '') AS body
        FROM incidents WHERE search @@ ${q}
      UNION ALL
      SELECT incident_id, 'post-mortem', edited_at, edited_name, concat_ws(E'\n', summary, cause, impact, actions)
        FROM post_mortems WHERE search @@ ${q}
      UNION ALL
      SELECT i.incident_id, 'prevention', p.edited_at, i.owner_name, i.what
        FROM prevention_items i JOIN post_mortems p USING (incident_id) WHERE to_tsvector('english', i.what) @@ ${q}
      UNION ALL
      SELECT incident_id, 'note', at, person_name, body FROM incident_notes WHERE search @@ ${q}
      UNION ALL
      SELECT l.incident_id, 'alert note', n.at, n.person_name, n.body
        FROM incident_links l JOIN firing_notes n ON l.kind = 'firing' AND n.firing_id = l.subject_id
        WHERE to_tsvector('english', n.body) @@ ${q}
      UNION ALL
      SELECT l.incident_id, 'run note', n.at, n.person_name, n.text
        FROM incident_links l JOIN run_notes n ON l.kind = 'run' AND n.run_id = l.subject_id
        WHERE to_tsvector('english', n.text) @@ ${q}
    ), page AS (
      SELECT i.number, i.title, i.severity, i.mitigated_at, i.resolved_at, f.place, f.at, f.by, f.body
      FROM found f JOIN incidents i ON i.id = f.incident_id ORDER BY i.number DESC, f.at DESC LIMIT ${most + 1}
    )
    SELECT number::int AS number, title, severity, mitigated_at AS "mitigatedAt", resolved_at AS "resolvedAt", place AS where,
      at, by, ts_headline('english', translate(left(body, 20000), '<>', ${BRACKETS}), ${q}, ${MARKS}) AS excerpt
    FROM page ORDER BY number DESC, at DESC`;
}
