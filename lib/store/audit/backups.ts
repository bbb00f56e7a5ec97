// Backups on record.
import type { Tx } from '#lib/store/client.ts';

export interface NewBackup {
  madeAt: string;
  fileName: string;
  sizeBytes: number;
  rows: number;
  sha256: string;
  auditSeq: number;
  emergency: boolean;
  durationMs: number;
}

/** Keeps it; false when this very file is on record already. */
export async function insertBackup(tx: Tx, backup: NewBackup): Promise<boolean> {
  const { count } = await tx.backup.createMany({ data: [backup], skipDuplicates: true });
  return count === 1;
}

export interface StoredBackup extends Omit<NewBackup, 'madeAt'> {
  id: string;
  madeAt: Date;
  verifiedAt: Date;
}

/** Newest first, from the one after `after` on. */
export async function listBackups(tx: Tx, after: string | undefined, rows: number): Promise<StoredBackup[]> {
  const found = await tx.backup.findMany({
    orderBy: [{ madeAt: 'desc' }, { id: 'desc' }],
    take: rows,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
  });
  return found.map((row) => ({
    ...row,
    sizeBytes: Number(row.sizeBytes),
    rows: Number(row.rows),
    auditSeq: Number(row.auditSeq),
  }));
}
