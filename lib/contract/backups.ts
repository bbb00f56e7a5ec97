// Backups of Bulkhead's own database that are on record.
import type { NextBefore } from './console.ts';

export interface BackupView {
  id: string;
  /** The moment whose picture it holds. */
  madeAt: string;
  fileName: string;
  sizeBytes: number;
  rows: number;
  /** Of the file. */
  sha256: string;
  /** The last entry of the audit log that is in it. */
  auditSeq: number;
  emergency: boolean;
  durationMs: number;
  /** When it was read back and found whole. */
  verifiedAt: string;
}

/** Backups of Bulkhead's own database, newest first. */
export interface BackupsBody {
  items: readonly BackupView[];
  nextBefore: NextBefore;
}
