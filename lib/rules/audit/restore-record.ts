// Restores of the database as they stand outside it: what is signed, and which checkpoints a restore has left behind.
import { type KeyObject, sign, verify } from 'node:crypto';
import type { CheckpointLine } from '#lib/contract/audit-export.ts';
import { parseRestoreRecord, type RestoreRecord } from '#lib/contract/restore-record.ts';
import type { Break } from './chain.ts';
import { type CheckpointSigner, keyIdOf } from './checkpoint.ts';

export type RestoreStatement = Omit<RestoreRecord, 'keyId' | 'signature'>;

/** The text that is signed. Its first line keeps a signature from being taken for one of something else. */
export function restoreText(statement: RestoreStatement): string {
  const { installationId, seq, hash, entryHash, previousSeq, epoch, restoredAt } = statement;
  return ['bulkhead-restore-v1', installationId, seq, hash, entryHash, previousSeq, epoch, restoredAt].join(
    '\n',
  );
}

export function signRestore(statement: RestoreStatement, signer: CheckpointSigner): RestoreRecord {
  const signature = sign(null, Buffer.from(restoreText(statement)), signer.privateKey).toString('base64');
  return { ...statement, keyId: signer.keyId, signature };
}

export function isRestoreSignedBy(record: RestoreRecord, publicKey: KeyObject): boolean {
  const signature = Buffer.from(record.signature, 'base64');
  return signature.length === 64 && verify(null, Buffer.from(restoreText(record)), publicKey, signature);
}

/** Reads the lines of the restore file, oldest first. One that is not signed by the key explains nothing: a break. */
export function readRestoreRecords(
  lines: readonly string[],
  installationId: string,
  publicKey: KeyObject,
): { records: RestoreRecord[] } | { broken: Break } {
  const keyId = keyIdOf(publicKey);
  const records: RestoreRecord[] = [];
  for (const [i, line] of lines.entries()) {
    const record = parseRestoreRecord(line);
    const sound =
      record?.keyId === keyId &&
      record.installationId === installationId &&
      isRestoreSignedBy(record, publicKey);
    if (!record || !sound) {
      const seq = Math.max(0, record?.seq ?? 0);
      const why = `Line ${i + 1} of the restore records was edited, or is not of this installation and key ${keyId}.`;
      return { broken: { seq, why } };
    }
    records.push(record);
  }
  return { records };
}

export interface RestoreCourse {
  /**
   * Takes the checkpoints of the outside in the order in which they were written. Answers the restore that left this
   * one behind: the chain no longer has to agree with it. Undefined: the checkpoint counts.
   */
  explain(checkpoint: Pick<CheckpointLine, 'seq' | 'hash'>): RestoreRecord | undefined;
  /** Whether a checkpoint is the first one of the log's new life after a restore: there the file goes back. */
  begins(checkpoint: Pick<CheckpointLine, 'seq' | 'hash'>): boolean;
}

/** Follows a file of checkpoints through the restores. Each restore begins at the checkpoint of its own entry. */
export function followRestores(records: readonly RestoreRecord[]): RestoreCourse {
  let passed = 0;
  const beginAt = ({ seq, hash }: Pick<CheckpointLine, 'seq' | 'hash'>) =>
    records.findIndex((record, i) => i >= passed && record.seq + 1 === seq && record.entryHash === hash);
  return {
    begins: (checkpoint) => beginAt(checkpoint) >= 0,
    explain(checkpoint) {
      const begun = beginAt(checkpoint);
      if (begun >= 0) passed = begun + 1;
      return records.find(
        (record, i) => i >= passed && checkpoint.seq > record.seq && checkpoint.seq <= record.previousSeq,
      );
    },
  };
}

/** The entries with which restores began and that no later restore took away: the chain must have them. */
export function restoreAnchors(
  records: readonly RestoreRecord[],
): { seq: number; hash: string; at: string }[] {
  return records
    .filter((record, i) => records.slice(i + 1).every((later) => later.seq > record.seq))
    .map(({ seq, entryHash, restoredAt }) => ({ seq: seq + 1, hash: entryHash, at: restoredAt }));
}
