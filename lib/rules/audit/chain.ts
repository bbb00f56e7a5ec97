// The hash chain of the audit log, computed independently of the database: the bytes of an entry, its hash, the walk.
import { hash } from 'node:crypto';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';

/**
 * The texts an entry is hashed over, in the order of audit_content() in the migration: seq, at (UTC, microseconds),
 * actor kind, id and name, kind, subject, symbol, old value, new value, reason, change set, epoch, revision, details.
 */
export type ContentFields = readonly (string | null)[];
export const CONTENT_FIELD_COUNT = 15;

/** One entry as the walk needs it. Hashes are lower-case hex. */
export interface Link {
  seq: number;
  fields: ContentFields;
  prevHash: string;
  hash: string;
}

/** A place in the chain: the entry and the hash it has there. */
export interface Anchor {
  seq: number;
  hash: string;
}

/** The first entry that is not as it was written, and why that is known, in a sentence. */
export interface Break {
  seq: number;
  why: string;
}

/** Before the first entry. */
export const CHAIN_START: Anchor = { seq: 0, hash: '00'.repeat(32) };

export function linkOf(entry: AuditExportEntry): Link {
  return {
    seq: entry.seq,
    fields: [
      String(entry.seq),
      entry.at,
      entry.actorKind,
      entry.actorId,
      entry.actorName,
      entry.kind,
      entry.subject,
      entry.symbol,
      entry.oldValue,
      entry.newValue,
      entry.reason,
      entry.changeSetId,
      entry.epoch === null ? null : String(entry.epoch),
      entry.revision === null ? null : String(entry.revision),
      entry.details,
    ],
    prevHash: entry.prevHash,
    hash: entry.hash,
  };
}

/** Writes the fields at `from`; answers the end. The room must suffice (see roomFor). */
function writeFields(bytes: Buffer, from: number, fields: ContentFields): number {
  let at = from;
  for (const field of fields) {
    if (field === null) {
      bytes[at++] = 0;
      continue;
    }
    bytes[at] = 1;
    const length = bytes.write(field, at + 5, 'utf8');
    bytes.writeUInt32BE(length, at + 1);
    at += 5 + length;
  }
  return at;
}

/** The most bytes these fields can take: a UTF-16 unit becomes at most three bytes of UTF-8. */
function roomFor(fields: ContentFields): number {
  let room = 0;
  for (const field of fields) room += field === null ? 1 : 5 + 3 * field.length;
  return room;
}

/**
 * The bytes an entry is hashed over: for each field 00 for null, else 01, four bytes of length (big-endian), the
 * UTF-8 bytes. No two different lists of well-formed texts give the same bytes.
 */
export function contentBytes(fields: ContentFields): Buffer {
  const bytes = Buffer.alloc(roomFor(fields));
  return bytes.subarray(0, writeFields(bytes, 0, fields));
}

const HASH_BYTES = 32;

/** A hash function with a buffer of its own that is used again: a million entries take seconds, not a minute. */
function createHasher(): (prevHash: string, fields: ContentFields) => string {
  let bytes = Buffer.alloc(4_096);
  return (prevHash, fields) => {
    const room = HASH_BYTES + roomFor(fields);
    if (bytes.length < room) bytes = Buffer.alloc(2 * room);
    bytes.write(prevHash, 0, 'hex');
    return hash('sha256', bytes.subarray(0, writeFields(bytes, HASH_BYTES, fields)), 'hex');
  };
}

/** sha256(previous hash, content) in hex: the hash of an entry that follows the one with `prevHash`. */
export function linkHash(prevHash: string, fields: ContentFields): string {
  return createHasher()(prevHash, fields);
}

export interface ChainWalk {
  /** Takes the next entry; answers the break once there is one. What comes after a break is not looked at. */
  add(link: Link): Break | undefined;
  /** The last entry that was found sound. */
  head(): Anchor;
}

/** Walks entries in order, from the one after `start`. */
export function walkChain(start: Anchor = CHAIN_START): ChainWalk {
  const hashOf = createHasher();
  let { seq, hash: last } = start;
  let found: Break | undefined;

  function problem(link: Link): Break | undefined {
    if (link.seq !== seq + 1) {
      const why =
        link.seq > seq
          ? `Entry ${seq + 1} is missing: entry ${link.seq} follows entry ${seq}.`
          : `Entry ${link.seq} stands where entry ${seq + 1} belongs.`;
      return { seq: Math.min(link.seq, seq + 1), why };
    }
    if (link.prevHash !== last) {
      const why =
        seq === 0
          ? 'Entry 1 does not begin the chain: it is chained to something before it.'
          : `Entry ${link.seq} is not chained to entry ${seq} as it stands: one of the two was replaced.`;
      return { seq: link.seq, why };
    }
    if (hashOf(last, link.fields) !== link.hash) {
      return {
        seq: link.seq,
        why: `Entry ${link.seq} was changed after it was written: its content does not give its hash.`,
      };
    }
    return undefined;
  }

  return {
    add(link) {
      found ??= problem(link);
      if (!found) {
        seq = link.seq;
        last = link.hash;
      }
      return found;
    },
    head: () => ({ seq, hash: last }),
  };
}

/** What the database says of the end of its own log, read in one statement. */
export interface StatedHead extends Anchor {
  /** The highest entry there is; 0 when there is none. */
  newestSeq: number;
}

/** Whether the end that the walk reached is the end that the database states. */
export function compareEnd(walked: Anchor, stated: StatedHead): Break | undefined {
  if (stated.newestSeq > stated.seq) {
    return {
      seq: stated.seq + 1,
      why: `Entry ${stated.newestSeq} exists although the log was last written at entry ${stated.seq}: entries were put in, or the head was set back.`,
    };
  }
  if (walked.seq < stated.seq) {
    return {
      seq: walked.seq + 1,
      why: `The log ends at entry ${walked.seq} although ${stated.seq} were written: its tail is missing.`,
    };
  }
  if (walked.seq === stated.seq && walked.hash !== stated.hash) {
    return {
      seq: stated.seq,
      why: `Entry ${stated.seq} is not the one that was written last: the log and its head disagree.`,
    };
  }
  return undefined;
}
