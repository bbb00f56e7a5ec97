// The first words of a restored database: a new epoch with the restored values, the audit entry, and whom they wake.
import type pg from 'pg';
import type { Manifest } from './manifest.ts';

export interface NewEpoch {
  epoch: number;
  revision: number;
  /** Database time, ISO 8601 with milliseconds. */
  at: string;
}

/**
 * Edges and instances refuse a lower revision within an epoch, and follow a higher epoch whatever its revision: so the
 * values of the backup count again, once. The revision stays, for changes of the restored switches name it.
 */
export async function beginEpoch(
  client: pg.Client,
  manifest: Manifest,
  epoch: number,
  why: { reason: string; previousSeq: number },
): Promise<NewEpoch> {
  const { rows } = await client.query<{ at: string }>(
    `SELECT to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`,
  );
  const at = rows[0]?.at ?? '';
  await client.query(
    `INSERT INTO snapshots (epoch, revision, body, published_at)
     SELECT $1::int, h.revision, s.body || jsonb_build_object('epoch', $1::int, 'publishedAt', $2::text), $2::timestamptz
     FROM matrix_head h JOIN snapshots s USING (epoch, revision)`,
    [epoch, at],
  );
  await client.query('UPDATE matrix_head SET epoch = $1, published_at = $2', [epoch, at]);
  await client.query(
    `INSERT INTO audit_log (actor_kind, actor_id, actor_name, kind, subject, old_value, new_value, reason, epoch, revision, details)
     VALUES ('system', 'bulkhead', 'Bulkhead', 'database.restored', $1, $2, $3, $4, $5, $6, $7)`,
    [
      `backup of ${manifest.madeAt}`,
      `${manifest.epoch}.${manifest.revision}`,
      `${epoch}.${manifest.revision}`,
      why.reason,
      epoch,
      manifest.revision,
      JSON.stringify({
        backupSeq: manifest.audit.seq,
        previousSeq: why.previousSeq,
        lostEntries: Math.max(0, why.previousSeq - manifest.audit.seq),
      }),
    ],
  );
  // Whoever was signed out since the backup stays signed out: so everybody is.
  await client.query('UPDATE sessions SET revoked_at = clock_timestamp() WHERE revoked_at IS NULL');
  for (const channel of ['bulkhead_revision', 'bulkhead_keys', 'bulkhead_sessions', 'bulkhead_reports']) {
    await client.query('SELECT pg_notify($1, $2)', [channel, `${epoch}.${manifest.revision}`]);
  }
  return { epoch, revision: manifest.revision, at };
}
