// Checkpoints: signed and checked, and what a file of them says when somebody has worked on it.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CheckpointLine } from '#lib/contract/audit-export.ts';
import {
  checkpointText,
  compareCheckpoint,
  isSignedBy,
  keyIdOf,
  readCheckpoints,
  signCheckpoint,
} from './checkpoint.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = { privateKey, keyId: keyIdOf(publicKey) };
const installationId = '5f0f6f0e-0000-4000-8000-000000000001';

function checkpoint(seq: number, change: Partial<CheckpointLine> = {}): CheckpointLine {
  const hash = seq.toString(16).padStart(64, '0');
  const signedAt = `2026-03-19T03:07:${String(seq).padStart(2, '0')}.000Z`;
  return signCheckpoint({ installationId, seq, hash, signedAt, ...change }, signer);
}

function read(lines: readonly (CheckpointLine | string)[]) {
  const reader = readCheckpoints(installationId, publicKey);
  return lines.map((line, index) =>
    reader.read(typeof line === 'string' ? line : JSON.stringify(line), index + 1),
  );
}

test('the signed text', () => {
  expect(checkpointText(checkpoint(7))).toBe(
    `bulkhead-checkpoint-v1\n${installationId}\n7\n${'7'.padStart(64, '0')}\n2026-03-19T03:07:07.000Z`,
  );
});

test('a signature holds for exactly what was signed, by this key', () => {
  const signed = checkpoint(7);
  expect(isSignedBy(signed, publicKey)).toBe(true);
  for (const change of [
    { seq: 8 },
    { hash: 'ab'.repeat(32) },
    { signedAt: '2026' },
    { installationId: 'x' },
  ]) {
    expect(isSignedBy({ ...signed, ...change }, publicKey)).toBe(false);
  }
  expect(isSignedBy({ ...signed, signature: '' }, publicKey)).toBe(false);
  expect(isSignedBy(signed, generateKeyPairSync('ed25519').publicKey)).toBe(false);
});

describe('a file of checkpoints', () => {
  test('reads in order; the same checkpoint twice is no contradiction', () => {
    const lines = [checkpoint(3), checkpoint(5), checkpoint(5), checkpoint(9)];
    expect(read(lines)).toEqual(lines.map((line) => ({ checkpoint: line })));
  });

  test.each<[string, (CheckpointLine | string)[], RegExp]>([
    ['an edited hash', [checkpoint(3), { ...checkpoint(5), hash: 'ab'.repeat(32) }], /^Line 2 .* was edited/],
    ['an edited entry number', [{ ...checkpoint(5), seq: 4 }], /^Line 1 .*\(entry 4\) was edited/],
    ['another key', [{ ...checkpoint(5), keyId: 'other' }], /signed by another key than [0-9a-f]{16}\.$/],
    ['another installation', [checkpoint(5, { installationId: 'theirs' })], /another installation, theirs/],
    ['no checkpoint', [checkpoint(3), '{"seq":5}'], /^Line 2 .* is not a checkpoint/],
    ['lines in another order', [checkpoint(5), checkpoint(3)], /^Line 2 .* after the checkpoint of entry 5/],
    [
      'two hashes for one entry',
      [checkpoint(5), checkpoint(5, { hash: 'ab'.repeat(32) })],
      /^Line 2 .* after the checkpoint of entry 5/,
    ],
  ])('%s is found', (_name, lines, why) => {
    const [last] = read(lines).slice(-1);
    expect(last).toMatchObject({ broken: { why } });
  });

  test('a sentence without line numbers, and none repeats what an unsigned line says', () => {
    const reader = readCheckpoints(installationId, publicKey);
    const answer = reader.read(JSON.stringify({ ...checkpoint(5), keyId: '\u001b[31mred' }));
    expect(answer).toMatchObject({ broken: { seq: 5, why: /^A late line of the outside checkpoints/ } });
    expect(JSON.stringify(answer)).not.toContain('red');
  });
});

describe('against the chain', () => {
  const one = checkpoint(50);
  test('agrees with the same hash', () => {
    expect(compareCheckpoint(one, one.hash, 60, 40)).toBeUndefined();
  });
  test('a tail that was cut', () => {
    expect(compareCheckpoint(one, undefined, 42, 40)).toMatchObject({
      seq: 43,
      why: /^The log ends at entry 42 although entry 50 was signed at .*: its tail is missing\.$/,
    });
  });
  test('a log that was written anew', () => {
    expect(compareCheckpoint(one, 'ab'.repeat(32), 60, 40)).toMatchObject({
      seq: 50,
      why: /rewritten after entry 40/,
    });
    expect(compareCheckpoint(one, 'ab'.repeat(32), 60, 0)).toMatchObject({
      why: /rewritten at or before it/,
    });
  });
  test('an entry that is gone from the middle', () => {
    expect(compareCheckpoint(one, undefined, 60, 40)).toMatchObject({ seq: 50, why: /is missing/ });
  });
});
