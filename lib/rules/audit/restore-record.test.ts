// Records of restores: signed and checked, and which checkpoints each of them leaves behind.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { RestoreRecord } from '#lib/contract/restore-record.ts';
import { keyIdOf } from './checkpoint.ts';
import { followRestores, readRestoreRecords, restoreAnchors, signRestore } from './restore-record.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = { privateKey, keyId: keyIdOf(publicKey) };
const installationId = '5f0f6f0e-0000-4000-8000-000000000001';
const hex = (n: number) => n.toString(16).padStart(64, '0');

/** A restore to entry `seq`, when entry `previousSeq` was known; its own entry has the hash 1000 + seq. */
function restoreTo(seq: number, previousSeq: number, change: Partial<RestoreRecord> = {}): RestoreRecord {
  const at = '2026-03-19T03:07:40.000Z';
  const statement = { installationId, seq, hash: hex(seq), entryHash: hex(1_000 + seq), previousSeq };
  return { ...signRestore({ ...statement, epoch: 2, restoredAt: at }, signer), ...change };
}

describe('reading', () => {
  test('takes what is signed by the key, and nothing that was changed by a letter', () => {
    const record = restoreTo(5, 9);
    const read = (one: RestoreRecord, id = installationId) =>
      readRestoreRecords([JSON.stringify(one)], id, publicKey);
    expect(read(record)).toEqual({ records: [record] });
    for (const change of [
      { seq: 4 },
      { previousSeq: 10 },
      { entryHash: hex(1) },
      { epoch: 3 },
      { hash: hex(6) },
    ]) {
      expect(read({ ...record, ...change })).toHaveProperty('broken');
    }
    expect(read(record, 'another')).toHaveProperty('broken');
    expect(readRestoreRecords(['{}'], installationId, publicKey)).toHaveProperty('broken');
  });
});

describe('following a file of checkpoints', () => {
  const explained = (records: RestoreRecord[], checkpoints: [number, number?][]) => {
    const course = followRestores(records);
    return checkpoints.map(([seq, hash = seq]) => course.explain({ seq, hash: hex(hash) })?.seq);
  };

  test('only those after the backup and up to what was known are left behind, until the restore begins', () => {
    expect(explained([restoreTo(5, 9)], [[4], [5], [6], [9], [6, 1_005], [8], [12]])).toEqual([
      ...[undefined, undefined, 5, 5],
      ...[undefined, undefined, undefined],
    ]);
    // Signed, and beyond what the record admits to: nothing explains it.
    expect(explained([restoreTo(5, 9)], [[10]])).toEqual([undefined]);
  });

  test('a second restore to before the first leaves the first behind too', () => {
    const records = [restoreTo(5, 9), restoreTo(3, 7)];
    expect(explained(records, [[4], [9], [6, 1_005], [7], [4, 1_003], [5]])).toEqual([
      ...[3, 5, 3, 3],
      ...[undefined, undefined],
    ]);
    expect(restoreAnchors(records).map(({ seq }) => seq)).toEqual([4]);
    expect(restoreAnchors([restoreTo(5, 9), restoreTo(7, 8)]).map(({ seq }) => seq)).toEqual([6, 8]);
  });

  test('the file may go back only where a restore begins', () => {
    const course = followRestores([restoreTo(5, 9)]);
    expect(course.begins({ seq: 6, hash: hex(6) })).toBe(false);
    expect(course.begins({ seq: 6, hash: hex(1_005) })).toBe(true);
    course.explain({ seq: 6, hash: hex(1_005) });
    expect(course.begins({ seq: 6, hash: hex(1_005) })).toBe(false);
  });
});
