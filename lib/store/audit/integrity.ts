// What the last check of the audit chain found.
import type { Tx } from '#lib/store/client.ts';

export interface Integrity {
  verifiedSeq: number;
  /** Hex. */
  verifiedHash: string;
  verifiedAt: Date | null;
  durationMs: number | null;
  brokenSeq: number | null;
  brokenWhy: string | null;
}

/** Reads (and with `lock` locks) the state of the chain. */
export async function integrity(tx: Tx, lock = false): Promise<Integrity> {
  if (lock) await tx.$executeRaw`SELECT 1 FROM audit_integrity FOR UPDATE`;
  const row = await tx.auditIntegrity.findFirstOrThrow();
  return {
    verifiedSeq: Number(row.verifiedSeq),
    verifiedHash: Buffer.from(row.verifiedHash).toString('hex'),
    verifiedAt: row.verifiedAt,
    durationMs: row.durationMs,
    brokenSeq: row.brokenSeq === null ? null : Number(row.brokenSeq),
    brokenWhy: row.brokenWhy,
  };
}

/** Moves the mark of what is verified forward. A measurement, not a decision: it does not go through execute. */
export async function markVerified(tx: Tx, seq: number, hash: string, durationMs: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE audit_integrity SET verified_seq = ${seq}, verified_hash = decode(${hash}, 'hex'),
      verified_at = clock_timestamp(), duration_ms = ${Math.round(durationMs)}`;
}

/** Notes the break; false when the same break is noted already. */
export async function markBroken(tx: Tx, seq: number, why: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE audit_integrity SET broken_seq = ${seq}, broken_why = ${why}, verified_at = clock_timestamp()
    WHERE broken_seq IS DISTINCT FROM ${seq}::bigint`;
  return rows === 1;
}

/** Clears the break after a full check found none; false when there was none. */
export async function markRepaired(tx: Tx): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE audit_integrity SET broken_seq = NULL, broken_why = NULL WHERE broken_seq IS NOT NULL`;
  return rows === 1;
}
