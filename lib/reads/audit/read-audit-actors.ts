// Everybody who stands in the audit log, by name, for its filter.
import { z } from 'zod';
import type { ActorsBody, ActorView } from '#lib/contract/console.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';

const input = z.strictObject({});

export const readAuditActors: Read<z.output<typeof input>, ActorsBody> = {
  action: 'read-audit',
  body: 'ActorsBody',
  input,
  run: async (tx) => {
    // Jumps along the index from one actor to the next: a million entries have few people.
    const rows = await tx.$queryRaw<
      { actor_id: string; actor_kind: ActorView['kind']; actor_name: string }[]
    >`
      WITH RECURSIVE people AS (
        (SELECT actor_id FROM audit_log ORDER BY actor_id LIMIT 1)
        UNION ALL
        SELECT (SELECT a.actor_id FROM audit_log a WHERE a.actor_id > p.actor_id ORDER BY a.actor_id LIMIT 1)
        FROM people p WHERE p.actor_id IS NOT NULL
      )
      SELECT p.actor_id, l.actor_kind, l.actor_name FROM people p
      JOIN LATERAL (SELECT actor_kind, actor_name FROM audit_log WHERE actor_id = p.actor_id ORDER BY seq DESC LIMIT 1) l ON true
      WHERE p.actor_id IS NOT NULL`;
    const items = rows
      .map((row) => ({ kind: row.actor_kind, id: row.actor_id, name: row.actor_name }))
      .sort((a, b) => a.name.localeCompare(b.name));
    return ok({ items, nextBefore: null });
  },
};
