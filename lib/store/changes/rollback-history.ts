// Every rollback that is on record (manual 4's log): emergency stops, levels, runs of rollback procedures, and rolled back changes.
import type { Tx } from '#lib/store/client.ts';

export interface StoredRollback {
  kind: string;
  id: string;
  label: string;
  number: number | null;
  at: Date;
  trigger: string;
  by: string;
  endedAt: Date | null;
  resolvedBy: string | null;
  pnlUsd: string | null;
  incident: number | null;
}

/** Commands whose change sets are rollbacks by themselves. */
const ROLLBACKS = ['rollback-switch', 'rollback-matrix', 'undo-change-set'];

/** Newest first, those before `before` (the time and id of the last row of the page before). */
export async function rollbacks(
  tx: Tx,
  before: { at: Date; id: string } | undefined,
  most: number,
): Promise<StoredRollback[]> {
  const at = before?.at ?? null;
  const id = before?.id ?? null;
  return tx.$queryRaw<StoredRollback[]>`
    WITH done AS (
      SELECT 'emergency-stop' AS kind, s.id, 'Emergency stop' AS label, NULL::bigint AS number, s.pressed_at AS at,
        s.reason AS trigger, s.pressed_by_name AS by, s.restarted_at AS ended_at, c.actor_name AS resolved_by
      FROM emergency_stops s LEFT JOIN change_sets c ON c.id = s.restarted_by
      UNION ALL
      SELECT 'level-press', p.id, 'Level ' || p.level, NULL, p.pressed_at, p.reason, p.pressed_by_name, p.left_at, c.actor_name
      FROM level_presses p LEFT JOIN change_sets c ON c.id = p.left_by
      UNION ALL
      SELECT 'run', r.id, 'RUN-' || r.number, r.number, r.started_at, r.title || ': ' || r.reason, r.started_name,
        coalesce(r.completed_at, r.ended_at), coalesce(r.ended_name, CASE WHEN r.completed_at IS NOT NULL THEN
          (SELECT t.done_name FROM run_steps t WHERE t.run_id = r.id AND t.done_name IS NOT NULL ORDER BY t.done_at DESC LIMIT 1) END)
      FROM procedure_runs r WHERE r.procedure->>'kind' = 'rollback'
      UNION ALL
      SELECT 'change-set', c.id, 'Revision ' || c.epoch || '.' || c.revision, NULL, c.committed_at, c.reason, c.actor_name, NULL, NULL
      FROM change_sets c WHERE c.command = ANY(${ROLLBACKS}::text[])
    ), page AS (
      SELECT * FROM done WHERE ${at}::timestamptz IS NULL OR (at, id) < (${at}::timestamptz, ${id}::uuid)
      ORDER BY at DESC, id DESC LIMIT ${most}
    )
    SELECT p.kind, p.id::text AS id, p.label, p.number::int AS number, p.at, p.trigger, p.by,
      coalesce(p.ended_at, i.resolved_at) AS "endedAt", coalesce(p.resolved_by, i.resolved_name) AS "resolvedBy",
      coalesce(i.pnl_usd::text, recorded.pnl) AS "pnlUsd", i.number::int AS incident
    FROM page p
    LEFT JOIN LATERAL (
      SELECT i.* FROM incident_links l JOIN incidents i ON i.id = l.incident_id
      WHERE l.kind = p.kind AND l.subject_id = p.id ORDER BY i.number LIMIT 1
    ) i ON true
    -- What the run's own form said: manual 3 calls it net, manual 4's incident report pnl.
    LEFT JOIN LATERAL (
      SELECT coalesce(t.data->'fields'->>'net', t.data->'fields'->>'pnl') AS pnl FROM run_steps t
      WHERE t.run_id = p.id AND t.data->'fields' ?| ARRAY['net', 'pnl'] ORDER BY t.done_at DESC LIMIT 1
    ) recorded ON p.kind = 'run'
    ORDER BY p.at DESC, p.id DESC`;
}
