// The audit log outside its database: entries with their chain fields (NDJSON, oldest first) and signed checkpoints.

/**
 * One exported entry. `at` is UTC with all six digits of the second (`2026-03-19T03:07:40.123456Z`): a shorter time
 * would not give the hash. `details` is the stored text itself, not parsed. Hashes are lower-case hex.
 */
export interface AuditExportEntry {
  seq: number;
  at: string;
  actorKind: string;
  actorId: string;
  actorName: string;
  kind: string;
  subject: string;
  symbol: string | null;
  oldValue: string | null;
  newValue: string | null;
  reason: string | null;
  changeSetId: string | null;
  epoch: number | null;
  revision: number | null;
  details: string | null;
  prevHash: string;
  hash: string;
}

/** One line of the checkpoint file, and the body sent to the checkpoint webhook. `signature` is base64 (Ed25519). */
export interface CheckpointLine {
  installationId: string;
  seq: number;
  hash: string;
  signedAt: string;
  /** First 16 hex digits of the sha256 of the public key (SPKI DER). */
  keyId: string;
  signature: string;
}

export type Kind = 'text' | 'text or null' | 'whole' | 'whole or null' | 'hash';

const ENTRY: Record<keyof AuditExportEntry, Kind> = {
  seq: 'whole',
  at: 'text',
  actorKind: 'text',
  actorId: 'text',
  actorName: 'text',
  kind: 'text',
  subject: 'text',
  symbol: 'text or null',
  oldValue: 'text or null',
  newValue: 'text or null',
  reason: 'text or null',
  changeSetId: 'text or null',
  epoch: 'whole or null',
  revision: 'whole or null',
  details: 'text or null',
  prevHash: 'hash',
  hash: 'hash',
};

const CHECKPOINT: Record<keyof CheckpointLine, Kind> = {
  installationId: 'text',
  seq: 'whole',
  hash: 'hash',
  signedAt: 'text',
  keyId: 'text',
  signature: 'text',
};

const HASH = /^[0-9a-f]{64}$/;

function fits(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      // Half a character has no bytes of its own in UTF-8: it would hash like another one.
      return typeof value === 'string' && value.isWellFormed();
    case 'text or null':
      return value === null || fits('text', value);
    case 'whole':
      return Number.isSafeInteger(value);
    case 'whole or null':
      return value === null || fits('whole', value);
    case 'hash':
      return typeof value === 'string' && HASH.test(value);
  }
}

/** The object in a line, or undefined when it has other fields or other kinds of values than `form` says. */
export function parseExactly<T>(form: Record<keyof T & string, Kind>, line: string): T | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const names = Object.keys(form) as (keyof T & string)[];
  const fields = value as Record<string, unknown>;
  const whole = names.every((name) => Object.hasOwn(fields, name) && fits(form[name], fields[name]));
  return whole && Object.keys(fields).length === names.length ? (value as T) : undefined;
}

/** An exported entry, or undefined when the line is not exactly one. */
export function parseAuditLine(line: string): AuditExportEntry | undefined {
  return parseExactly<AuditExportEntry>(ENTRY, line);
}

/** A checkpoint, or undefined when the line is not exactly one. */
export function parseCheckpointLine(line: string): CheckpointLine | undefined {
  return parseExactly<CheckpointLine>(CHECKPOINT, line);
}
