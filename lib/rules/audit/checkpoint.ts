// Checkpoints of the audit chain: what is signed, by which key, and how a checkpoint kept outside convicts the chain.
import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { type CheckpointLine, parseCheckpointLine } from '#lib/contract/audit-export.ts';
import type { RestoreRecord } from '#lib/contract/restore-record.ts';
import type { Anchor, Break } from './chain.ts';
import type { RestoreCourse } from './restore-record.ts';

/** What a checkpoint says, without who says it. */
export type CheckpointStatement = Pick<CheckpointLine, 'installationId' | 'seq' | 'hash' | 'signedAt'>;

/** The text that is signed. Its first line keeps a signature from being taken for one of something else. */
export function checkpointText(statement: CheckpointStatement): string {
  const { installationId, seq, hash, signedAt } = statement;
  return `bulkhead-checkpoint-v1\n${installationId}\n${seq}\n${hash}\n${signedAt}`;
}

/** The name of a public key: the first 16 hex digits of the sha256 of its SPKI form. */
export function keyIdOf(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex').slice(0, 16);
}

export interface CheckpointSigner {
  privateKey: KeyObject;
  keyId: string;
}

export function signCheckpoint(statement: CheckpointStatement, signer: CheckpointSigner): CheckpointLine {
  const { installationId, seq, hash, signedAt } = statement;
  const signature = sign(null, Buffer.from(checkpointText(statement)), signer.privateKey).toString('base64');
  return { installationId, seq, hash, signedAt, keyId: signer.keyId, signature };
}

export function isSignedBy(line: CheckpointLine, publicKey: KeyObject): boolean {
  const signature = Buffer.from(line.signature, 'base64');
  return signature.length === 64 && verify(null, Buffer.from(checkpointText(line)), publicKey, signature);
}

/** `explainedBy`: a restore left this checkpoint behind, so the chain need not agree with it. */
export type CheckpointReading =
  | { checkpoint: CheckpointLine; explainedBy?: RestoreRecord | undefined }
  | { broken: Break };

export interface CheckpointReader {
  /** Takes the next line of the file. `number` (from 1) names it in the sentence where it is known. */
  read(text: string, number?: number): CheckpointReading;
}

/**
 * Reads checkpoints in order and checks what each says of itself: form, installation, signature, order. `place` is
 * where they are kept, for the sentences.
 */
export function readCheckpoints(
  installationId: string,
  publicKey: KeyObject,
  place = 'the outside checkpoints',
  course?: RestoreCourse,
): CheckpointReader {
  const keyId = keyIdOf(publicKey);
  let previous: Anchor = { seq: 0, hash: '' };
  return {
    read(text, number) {
      const where = `${number === undefined ? 'A late line' : `Line ${number}`} of ${place}`;
      const line = parseCheckpointLine(text);
      if (!line) {
        return {
          broken: { seq: previous.seq + 1, why: `${where} is not a checkpoint: it was edited or cut.` },
        };
      }
      const at = `${where} (entry ${line.seq})`;
      if (line.keyId !== keyId || !isSignedBy(line, publicKey)) {
        // What an unsigned line says is not repeated: anybody may have written it.
        const why =
          line.keyId === keyId
            ? `${at} was edited: it does not bear the signature of key ${keyId}.`
            : `${at} was edited, or signed by another key than ${keyId}.`;
        return { broken: { seq: Math.max(0, line.seq), why } };
      }
      if (line.installationId !== installationId) {
        return {
          broken: {
            seq: line.seq,
            why: `${at} belongs to another installation, ${line.installationId}. If this database is a new one, move the file away.`,
          },
        };
      }
      // The same checkpoint twice says nothing new; anything else that does not go forward was moved there.
      const repeated = line.seq === previous.seq && line.hash === previous.hash;
      if (line.seq <= previous.seq && !repeated && !course?.begins(line)) {
        return {
          broken: {
            seq: line.seq,
            why: `${at} comes after the checkpoint of entry ${previous.seq}: lines were moved or put in.`,
          },
        };
      }
      previous = line;
      return { checkpoint: line, explainedBy: course?.explain(line) };
    },
  };
}

/**
 * Compares a checkpoint with the chain. `hash` is what the chain holds at its entry, undefined when the chain ends
 * before it, at `headSeq`. `agreedSeq` is the last checkpoint that the chain agreed with.
 */
export function compareCheckpoint(
  checkpoint: CheckpointLine,
  hash: string | undefined,
  headSeq: number,
  agreedSeq: number,
): Break | undefined {
  const { seq, signedAt } = checkpoint;
  if (hash === undefined) {
    return seq > headSeq
      ? {
          seq: headSeq + 1,
          why: `The log ends at entry ${headSeq} although entry ${seq} was signed at ${signedAt}: its tail is missing.`,
        }
      : { seq, why: `Entry ${seq}, signed at ${signedAt}, is missing.` };
  }
  if (hash === checkpoint.hash) return undefined;
  const since = agreedSeq > 0 ? `after entry ${agreedSeq}` : 'at or before it';
  return {
    seq,
    why: `Entry ${seq} is not the one that was signed at ${signedAt}: the log was rewritten ${since}.`,
  };
}
