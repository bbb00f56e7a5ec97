// What restores explain of a log that once reached further: the gaps, and the entries that must be there instead.
import type { KeyObject } from 'node:crypto';
import type { RestoreRecord } from '#lib/contract/restore-record.ts';
import type { Break } from '#lib/rules/audit/chain.ts';
import {
  followRestores,
  type RestoreCourse,
  readRestoreRecords,
  restoreAnchors,
} from '#lib/rules/audit/restore-record.ts';

/** Entries after `afterSeq` up to `toSeq` were signed once and were not in the backup that was restored. */
export interface ExplainedGap {
  afterSeq: number;
  toSeq: number;
  restoredAt: string;
  /** The epoch the restore began. */
  epoch: number;
  /** Checkpoints outside that the restore left behind. */
  checkpoints: number;
}

export interface Explanations {
  course: RestoreCourse;
  /** A restore record that is not what it should be. */
  broken: Break | undefined;
  /** Entries that the log must have: one for each restore that no later one took away. */
  anchors: readonly { seq: number; hash: string; at: string }[];
  /** Notes a checkpoint that a restore has left behind. */
  count(record: RestoreRecord): void;
  gaps(): ExplainedGap[];
  /** The first recorded restore that the log does not have as its entry. */
  missing(hashes: ReadonlyMap<number, string>): Break | undefined;
}

/** `settled`: records that are not in the file yet although their restore took place. */
export function createExplanations(
  outside: { publicKey: KeyObject; restores?: readonly string[] } | undefined,
  installationId: string,
  settled: readonly string[] = [],
): Explanations {
  const lines = [...(outside?.restores ?? []), ...settled];
  const reading = outside
    ? readRestoreRecords([...new Set(lines)], installationId, outside.publicKey)
    : { records: [] };
  const records = 'records' in reading ? reading.records : [];
  const anchors = restoreAnchors(records);
  const counts = new Map<RestoreRecord, number>();
  return {
    course: followRestores(records),
    broken: 'broken' in reading ? reading.broken : undefined,
    anchors,
    count: (record) => void counts.set(record, (counts.get(record) ?? 0) + 1),
    gaps: () =>
      records
        .filter(({ seq, previousSeq }) => previousSeq > seq)
        .map((record) => ({
          afterSeq: record.seq,
          toSeq: record.previousSeq,
          restoredAt: record.restoredAt,
          epoch: record.epoch,
          checkpoints: counts.get(record) ?? 0,
        })),
    missing: (hashes) =>
      anchors
        .filter(({ seq, hash }) => hashes.get(seq) !== hash)
        .map(({ seq, at }) => ({
          seq,
          why: `Entry ${seq} is not the restore that was recorded outside at ${at}: the log was set back without a record.`,
        }))[0],
  };
}
