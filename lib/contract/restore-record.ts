// The signed record of a restore, kept outside the database beside the checkpoints: why the log went back once.
import { type Kind, parseExactly } from './audit-export.ts';

/** One line of the restore file. `signature` is base64 (Ed25519), by the key of the checkpoints. */
export interface RestoreRecord {
  installationId: string;
  /** The last entry that came out of the backup, and its hash. */
  seq: number;
  hash: string;
  /** Hash of the entry after it: `database.restored`, the first one of the log's new life. */
  entryHash: string;
  /** The last entry that a checkpoint outside vouched for before; entries after `seq` up to it are gone. 0 for none. */
  previousSeq: number;
  /** The epoch the restore began. */
  epoch: number;
  /** Database time, ISO 8601. */
  restoredAt: string;
  keyId: string;
  signature: string;
}

const FORM: Record<keyof RestoreRecord, Kind> = {
  installationId: 'text',
  seq: 'whole',
  hash: 'hash',
  entryHash: 'hash',
  previousSeq: 'whole',
  epoch: 'whole',
  restoredAt: 'text',
  keyId: 'text',
  signature: 'text',
};

/** A record, or undefined when the line is not exactly one. */
export function parseRestoreRecord(line: string): RestoreRecord | undefined {
  return parseExactly<RestoreRecord>(FORM, line);
}
