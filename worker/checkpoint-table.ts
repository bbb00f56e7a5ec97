// The checkpoints inside the database: what other workers and the screens see of them.
import type { ClientBase } from 'pg';
import type { CheckpointLine } from '#lib/contract/audit-export.ts';

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
/** A lost file is filled again over several rounds. */
export const CHECKPOINTS_AT_ONCE = 1_000;

/** Those beyond an entry, oldest first, as lines of the file. */
export async function readCheckpointsAfter(
  client: ClientBase,
  installationId: string,
  seq: number,
): Promise<CheckpointLine[]> {
  const { rows } = await client.query<{ seq: string } & Omit<CheckpointLine, 'seq' | 'installationId'>>(
    `SELECT seq, encode(hash, 'hex') AS hash, to_char(signed_at AT TIME ZONE 'UTC', ${ISO}) AS "signedAt",
       key_id AS "keyId", signature
     FROM audit_checkpoints WHERE seq > $1 ORDER BY seq LIMIT $2`,
    [seq, CHECKPOINTS_AT_ONCE],
  );
  return rows.map((row) => ({ installationId, ...row, seq: Number(row.seq) }));
}

/** The database's clock, in milliseconds: what is stored and what is signed is the same text. */
export async function signingTime(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ now: string }>(
    `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', ${ISO}) AS now`,
  );
  return rows[0]?.now ?? '';
}

/** Keeps a checkpoint; one that is there already stays as it is. */
export async function insertCheckpoint(client: ClientBase, line: CheckpointLine): Promise<void> {
  await client.query(
    `INSERT INTO audit_checkpoints (seq, hash, signed_at, key_id, signature)
     VALUES ($1, decode($2, 'hex'), $3, $4, $5) ON CONFLICT (seq) DO NOTHING`,
    [line.seq, line.hash, line.signedAt, line.keyId, line.signature],
  );
}
